using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Media;

/// <summary>Uploads over HTTP: what is taken, and that nothing stays of what is not.</summary>
public sealed class UploadTests(MediaServer media) : IClassFixture<MediaServer>
{
    private readonly UserId _ann = MediaServer.NewUser();

    [Fact]
    public async Task A_video_has_at_most_so_many_bytes()
    {
        using var directory = new TempDirectory();
        await using var server = await EdgeServer.StartAsync(
            ["--AkkaChat:Media:MaxVideoBytes=1000", $"--AkkaChat:Media:Directory={directory.Path}"]);
        byte[] largest = [0, 0, 0, 32, .. "ftypisom"u8, .. new byte[988]];

        using var most = await SendAsync(largest);
        using var more = await SendAsync([.. largest, 0]);

        Assert.Equal("video/mp4", (await EdgeServer.JsonOf(most, 200)).GetProperty("mime").GetString());
        await EdgeServer.ProblemOf(more, 413, "too_large");

        Task<HttpResponseMessage> SendAsync(byte[] file)
        {
            var body = new ByteArrayContent(MediaServer.Form(MediaServer.FilePart(file)));
            body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={MediaServer.Boundary}");
            return server.SendAsync(HttpMethod.Post, "/api/v1/media", server.TokenOf(_ann), body);
        }
    }

    [Fact]
    public void A_user_uploads_all_of_an_hours_bytes_and_not_one_more()
    {
        using var volume = new UploadVolume(Options.Create(new MediaOptions { UploadMegabytesPerHour = 1 }));

        Assert.True(volume.TryTake(_ann, (1024 * 1024) - 1024, out _));
        Assert.True(volume.TryTake(_ann, 1024, out _));
        Assert.False(volume.TryTake(_ann, 1, out _));
    }

    [Theory]
    [InlineData(1, UploadForm.MaxExtraBytes, 200)]
    [InlineData(31, 1, 200)]
    [InlineData(32, 1, 400)]
    public async Task A_form_has_so_much_beside_its_file(int fields, int length, int status)
    {
        var beside = Enumerable.Repeat(MediaServer.FieldPart("a", new string('x', length)), fields);

        using var response = await media.UploadAsync(_ann, MediaServer.Form([.. beside, MediaServer.FilePart([1])]));

        await EdgeServer.JsonOf(response, status);
    }

    [Fact]
    public async Task A_boundary_has_at_most_200_characters()
    {
        var boundary = new string('b', 200);
        var form = $"--{boundary}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx\r\n--{boundary}--\r\n";

        using var response = await media.UploadAsync(
            _ann, Encoding.ASCII.GetBytes(form), $"multipart/form-data; boundary={boundary}");

        await EdgeServer.JsonOf(response, 200);
    }

    [Fact]
    public async Task A_picture_is_answered_with_what_was_kept()
    {
        var answer = await media.KeepAsync(_ann, SampleFiles.JpegOfCamera(400, 300));

        var url = answer.GetProperty("url").GetString()!;
        Assert.Matches("^/media/[0-9a-f]{32}$", url);
        Assert.Equal("image/jpeg", answer.GetProperty("mime").GetString());
        Assert.Equal((300, 400), (answer.GetProperty("width").GetInt32(), answer.GetProperty("height").GetInt32()));
        Assert.Equal(url + "/thumb", answer.GetProperty("thumb").GetString());
        using var got = await media.GetAsync(url, _ann);
        var bytes = await got.Content.ReadAsByteArrayAsync();
        Assert.Equal(answer.GetProperty("size").GetInt64(), bytes.Length);
        Assert.DoesNotContain(SampleFiles.Secret, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_fields_and_another_name_of_the_field_do_not_matter()
    {
        byte[] voice = [.. "#!AMR\n"u8, 1, 2, 3];
        using var response = await media.UploadAsync(_ann, MediaServer.Form(
            MediaServer.FieldPart("durationMs", "1200"),
            MediaServer.FilePart(voice, "v.amr", "application/x-whatever", field: "语音"),
            MediaServer.FieldPart("room", "r-1")));

        var answer = await EdgeServer.JsonOf(response, 200);

        Assert.Equal("audio/amr", answer.GetProperty("mime").GetString());
        Assert.Equal(voice.Length, answer.GetProperty("size").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("width").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("height").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("thumb").ValueKind);
    }

    [Theory]
    [InlineData("no file", 400, "bad_frame")]
    [InlineData("two files", 400, "bad_frame")]
    [InlineData("an empty file", 400, "bad_frame")]
    [InlineData("no form", 415, "bad_frame")]
    [InlineData("no boundary", 400, "bad_frame")]
    [InlineData("a long boundary", 400, "bad_frame")]
    [InlineData("no disposition", 400, "bad_frame")]
    [InlineData("no end", 400, "bad_frame")]
    [InlineData("long headers", 400, "bad_frame")]
    [InlineData("an empty body", 400, "bad_frame")]
    [InlineData("many fields", 413, "too_large")]
    [InlineData("a video", 422, "content_rejected")]
    [InlineData("a broken picture", 422, "content_rejected")]
    [InlineData("a picture of many pixels", 413, "too_large")]
    public async Task What_is_not_taken_has_a_code_and_leaves_nothing(string what, int status, string code)
    {
        var file = MediaServer.FilePart(SampleFiles.Png());
        var form = what switch
        {
            "no file" => MediaServer.Form(MediaServer.FieldPart("file", "not one")),
            "two files" => MediaServer.Form(file, file),
            "an empty file" => MediaServer.Form(MediaServer.FilePart([])),
            "no disposition" => MediaServer.Form(MediaServer.Part("Content-Type: image/png", SampleFiles.Png())),
            "no end" => MediaServer.Form(file)[..^30],
            "long headers" => MediaServer.Form(MediaServer.FilePart([1], new string('x', 40_000))),
            "an empty body" => [],
            "many fields" => MediaServer.Form(MediaServer.FieldPart("a", new string('x', UploadForm.MaxExtraBytes + 1)), file),
            "a video" => MediaServer.Form(MediaServer.FilePart([0, 0, 0, 32, .. "ftypisom"u8])),
            "a broken picture" => MediaServer.Form(MediaServer.FilePart(SampleFiles.Png(100, 100)[..60])),
            "a picture of many pixels" => MediaServer.Form(MediaServer.FilePart(SampleFiles.Bomb(4000, 4000))),
            _ => MediaServer.Form(file),
        };
        var before = media.Files();

        using var response = what switch
        {
            "no form" => await media.UploadAsync(_ann, form, "application/json"),
            "no boundary" => await media.UploadAsync(_ann, form, "multipart/form-data"),
            "a long boundary" => await media.UploadAsync(_ann, form, $"multipart/form-data; boundary={new string('b', 201)}"),
            _ => await media.UploadAsync(_ann, form),
        };

        await EdgeServer.ProblemOf(response, status, code);
        Assert.Equal(before, media.Files());
    }

    [Fact]
    public async Task Without_a_token_nothing_is_read()
    {
        using var response = await media.UploadAsync(null, MediaServer.Form(MediaServer.FilePart(SampleFiles.Png())));

        await EdgeServer.ProblemOf(response, 401, "unauthorized");
    }

    [Theory]
    [InlineData("voice", MediaServer.MaxVoice)]
    [InlineData("file", MediaServer.MaxFile)]
    public async Task A_file_has_at_most_so_many_bytes(string kind, int most)
    {
        var largest = new byte[most];
        if (kind == "voice")
        {
            "#!AMR\n"u8.CopyTo(largest);
        }

        var answer = await media.KeepAsync(_ann, largest);
        var before = media.Files();
        using var response = await media.UploadAsync(_ann, MediaServer.Form(MediaServer.FilePart([.. largest, 0])));

        Assert.Equal(most, answer.GetProperty("size").GetInt32());
        await EdgeServer.ProblemOf(response, 413, "too_large");
        Assert.Equal(before, media.Files());
    }

    [Fact]
    public async Task A_picture_has_at_most_so_many_bytes()
    {
        var png = SampleFiles.Png();
        byte[] largest = [.. png, .. new byte[MediaServer.MaxImage - png.Length]];

        await media.KeepAsync(_ann, largest);
        using var response = await media.UploadAsync(_ann, MediaServer.Form(MediaServer.FilePart([.. largest, 0])));

        await EdgeServer.ProblemOf(response, 413, "too_large");
    }

    [Fact]
    public async Task A_body_that_says_it_is_larger_than_anything_is_not_read()
    {
        using var response = await media.UploadAsync(_ann, new byte[MediaServer.MaxFile + UploadForm.MaxExtraBytes + 1]);

        await EdgeServer.ProblemOf(response, 413, "too_large");
    }

    [Fact]
    public async Task Other_routes_take_no_more_than_before()
    {
        using var response = await media.Server.SendAsync(
            HttpMethod.Post, "/api/v1/media/urls", media.Server.TokenOf(_ann), new ByteArrayContent(new byte[JsonLimit + 1]));

        await EdgeServer.ProblemOf(response, 413, "too_large");
    }

    [Fact]
    public async Task Somebody_who_uploads_too_often_waits_and_others_do_not()
    {
        var form = MediaServer.Form(MediaServer.FilePart([1, 2, 3]));
        for (var i = 0; i < 20; i++)
        {
            using var taken = await media.UploadAsync(_ann, form);
            Assert.Equal(200, (int)taken.StatusCode);
        }

        // One more is allowed every 3 s, which this may take.
        var refused = await media.UploadAsync(_ann, form);
        for (var i = 0; i < 20 && refused.IsSuccessStatusCode; i++)
        {
            refused = await media.UploadAsync(_ann, form);
        }

        using var others = await media.UploadAsync(MediaServer.NewUser(), form);

        var problem = await EdgeServer.ProblemOf(refused, 429, "rate_limited");
        Assert.True(problem.GetProperty("temporary").GetBoolean());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        refused.Dispose();
        Assert.Equal(200, (int)others.StatusCode);
    }

    [Fact]
    public async Task Somebody_who_uploads_too_much_waits()
    {
        var form = MediaServer.Form(MediaServer.FilePart(new byte[90_000]));
        for (var i = 0; i < 11; i++)
        {
            using var taken = await media.UploadAsync(_ann, form);
            Assert.Equal(200, (int)taken.StatusCode);
        }

        using var refused = await media.UploadAsync(_ann, form);

        await EdgeServer.ProblemOf(refused, 429, "rate_limited");
    }

    private const int JsonLimit = 64 * 1024;
}
