using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Tests.Http;
using AkkaChat.Tests.Storage;
using Xunit;

namespace AkkaChat.Tests.Media;

/// <summary>Fetching files over HTTP: who gets them, in what form, and until when.</summary>
public sealed class MediaFileTests(MediaServer media) : IClassFixture<MediaServer>
{
    private static readonly byte[] Html = [.. "<html><script>alert(document.cookie)</script></html>"u8];

    private readonly UserId _ann = MediaServer.NewUser();
    private readonly UserId _bob = MediaServer.NewUser();
    private readonly UserId _eve = MediaServer.NewUser();

    [Fact]
    public async Task The_owner_and_members_get_it_and_nobody_else_learns_that_it_is_there()
    {
        var url = await UploadAsync();
        var log = await ShowAsync(url);

        Assert.Equal(200, await media.StatusAsync(url, _ann));
        Assert.Equal(200, await media.StatusAsync(url, _bob));
        Assert.Equal(200, await media.StatusAsync(url + "/thumb", _bob));
        using var stranger = await media.GetAsync(url, _eve);
        using var nobody = await media.GetAsync(url, null);
        using var nothing = await media.GetAsync($"/media/{MediaId.New()}", _ann);
        var problem = await EdgeServer.ProblemOf(stranger, 404, "not_found");
        Assert.Equal(problem.ToString(), (await EdgeServer.ProblemOf(nobody, 404, "not_found")).ToString());
        Assert.Equal(problem.ToString(), (await EdgeServer.ProblemOf(nothing, 404, "not_found")).ToString());

        await log.CommitAsync(log.Gone(_bob, MemberChange.Removed));

        Assert.Equal(404, await media.StatusAsync(url, _bob));
        Assert.Equal(404, await media.StatusAsync(url + "/thumb", _bob));
    }

    [Fact]
    public async Task A_token_that_is_not_good_is_said_so_and_one_in_the_address_is_none()
    {
        var url = await UploadAsync();

        using var bad = await media.GetAsync(url, null, headers => headers.Authorization = new("Bearer", "nonsense"));
        using var query = await media.GetAsync($"{url}?access_token={media.Server.TokenOf(_ann)}", null);

        await EdgeServer.ProblemOf(bad, 401, "unauthorized");
        await EdgeServer.ProblemOf(query, 404, "not_found");
    }

    [Fact]
    public async Task A_signed_address_is_for_anybody_until_its_time_is_over()
    {
        var url = await UploadAsync();
        var log = await ShowAsync(url);
        var (signed, thumb, expiresAt) = await SignAsync(url, _bob);
        Assert.Equal(200, await media.StatusAsync(signed, null));
        Assert.Equal(200, await media.StatusAsync(thumb!, null));
        Assert.Equal(404, await media.StatusAsync(url + "/thumb" + signed[url.Length..], null));
        Assert.Equal(404, await media.StatusAsync(signed[..^1] + (signed[^1] == 'A' ? 'B' : 'A'), null));
        Assert.Equal(404, await media.StatusAsync(signed.Replace("exp=", "exp=9", StringComparison.Ordinal), null));
        Assert.Equal(404, await media.StatusAsync(signed + "&sig=x", null));

        await log.CommitAsync(log.Gone(_bob));
        Assert.Equal(404, await media.StatusAsync($"/api/v1{url}/url", _bob));
        var rest = DateTimeOffset.FromUnixTimeMilliseconds(expiresAt) - media.Server.Time.GetUtcNow();
        Assert.InRange(rest, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        media.Server.Time.Advance(rest);

        Assert.Equal(404, await media.StatusAsync(signed, null));
        Assert.Equal(404, await media.StatusAsync(thumb!, null));
    }

    [Fact]
    public async Task Many_addresses_are_signed_at_once_and_those_of_others_left_out()
    {
        var mine = await UploadAsync();
        var theirs = await UploadAsync(MediaServer.NewUser());
        string[] ids = [IdOf(theirs), "nonsense", IdOf(mine), IdOf(mine), MediaId.New().Value];

        using var response = await PostUrlsAsync(new { ids });
        var urls = (await EdgeServer.JsonOf(response, 200)).GetProperty("urls");

        var only = Assert.Single(urls.EnumerateArray());
        Assert.Equal(IdOf(mine), only.GetProperty("id").GetString());
        Assert.Equal(200, await media.StatusAsync(only.GetProperty("url").GetString()!, null));
    }

    [Fact]
    public async Task At_most_a_hundred_addresses_are_asked_for_at_once()
    {
        using var most = await PostUrlsAsync(new { ids = Enumerable.Repeat("x", MediaEndpoints.MaxUrls) });
        using var more = await PostUrlsAsync(new { ids = Enumerable.Repeat("x", MediaEndpoints.MaxUrls + 1) });
        using var none = await PostUrlsAsync(new { });
        using var wrong = await PostUrlsAsync(new { ids = new[] { 1 } });

        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
        await EdgeServer.ProblemOf(more, 413, "too_large");
        await EdgeServer.ProblemOf(none, 400, "bad_frame");
        await EdgeServer.ProblemOf(wrong, 400, "bad_frame");
    }

    [Fact]
    public async Task A_page_in_the_clothes_of_a_picture_is_a_download_that_may_do_nothing()
    {
        var answer = await media.KeepAsync(_ann, Html, "cat.jpg", "image/jpeg");
        Assert.Equal("application/octet-stream", answer.GetProperty("mime").GetString());

        using var response = await media.GetAsync(answer.GetProperty("url").GetString()!, _ann);

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("default-src 'none'; sandbox; frame-ancestors 'none'", Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal(Html, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_picture_is_shown_under_its_name_and_kept_by_whoever_got_it()
    {
        var answer = await media.KeepAsync(_ann, SampleFiles.Png(), "../照片 1.png");

        using var response = await media.GetAsync(answer.GetProperty("url").GetString()!, _ann);

        Assert.Equal("image/png", response.Content.Headers.ContentType!.ToString());
        var disposition = response.Content.Headers.ContentDisposition!;
        Assert.Equal("inline", disposition.DispositionType);
        Assert.Equal("照片 1.png", disposition.FileNameStar);
        Assert.Equal(["immutable", "max-age=604800", "private"], Header(response, "Cache-Control").Split(", ").Order());
        Assert.Equal("Authorization", Header(response, "Vary"));
        Assert.Equal(SandboxPolicy, Header(response, "Content-Security-Policy"));
        Assert.False(response.Headers.ETag!.IsWeak);
        Assert.Contains("bytes", response.Headers.AcceptRanges);

        using var again = await media.GetAsync(
            answer.GetProperty("url").GetString()!, _ann, headers => headers.IfNoneMatch.Add(response.Headers.ETag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("bytes=0-3", 206, "bytes 0-3/10", "0123")]
    [InlineData("bytes=4-", 206, "bytes 4-9/10", "456789")]
    [InlineData("bytes=-2", 206, "bytes 8-9/10", "89")]
    [InlineData("bytes=8-99", 206, "bytes 8-9/10", "89")]
    [InlineData("bytes=10-", 416, "bytes */10", "")]
    [InlineData("bytes=0-1,3-4", 200, null, "0123456789")]
    [InlineData("lines=0-1", 200, null, "0123456789")]
    public async Task A_part_can_be_asked_for(string range, int status, string? contentRange, string bytes)
    {
        var url = (await media.KeepAsync(_ann, [.. "0123456789"u8])).GetProperty("url").GetString()!;

        using var response = await media.GetAsync(
            url, _ann, headers => headers.TryAddWithoutValidation("Range", range));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(contentRange, response.Content.Headers.ContentRange?.ToString());
        Assert.Equal(bytes, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_part_is_given_only_of_what_the_client_has_and_a_head_has_no_body()
    {
        var url = (await media.KeepAsync(_ann, [.. "0123456789"u8])).GetProperty("url").GetString()!;
        using var head = await media.GetAsync(url, _ann, method: HttpMethod.Head);
        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal(10, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        using var same = await RangeAsync(head.Headers.ETag!);
        using var other = await RangeAsync(new EntityTagHeaderValue("\"other\""));

        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        Task<HttpResponseMessage> RangeAsync(EntityTagHeaderValue tag) => media.GetAsync(url, _ann, headers =>
        {
            headers.Range = new RangeHeaderValue(0, 1);
            headers.IfRange = new RangeConditionHeaderValue(tag);
        });
    }

    [Theory]
    [InlineData("/media/../etc/passwd")]
    [InlineData("/media/..%2f..%2fetc%2fpasswd")]
    [InlineData("/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/media/..%5c..%5cwindows")]
    [InlineData("/media/incoming")]
    [InlineData("/media/0123456789abcdef0123456789abcdef.thumb")]
    [InlineData("/media/0123456789abcdef0123456789abcde%00")]
    [InlineData("/media/0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("/media/")]
    public async Task No_other_path_leads_anywhere(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(
            media.Server.Client.BaseAddress!.ToString().TrimEnd('/') + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", media.Server.TokenOf(_ann));

        using var response = await media.Server.Client.SendAsync(request);

        Assert.Contains((int)response.StatusCode, new[] { 400, 404 });
    }

    [Fact]
    public async Task What_nothing_shows_is_deleted_when_it_is_old_and_what_is_shown_stays()
    {
        var orphan = await UploadAsync();
        var shown = await UploadAsync();
        await ShowAsync(shown);
        await media.Sweeper.SweepAsync(default);
        Assert.Equal(200, await media.StatusAsync(orphan, _ann));

        media.Server.Time.Advance(TimeSpan.FromHours(25));
        await media.Sweeper.SweepAsync(default);

        Assert.Equal(404, await media.StatusAsync(orphan, _ann));
        Assert.Equal(200, await media.StatusAsync(shown, _bob));
        Assert.Equal(200, await media.StatusAsync(shown + "/thumb", _bob));
        Assert.DoesNotContain(media.Files(), file => file.Contains(IdOf(orphan), StringComparison.Ordinal));
        Assert.Equal(2, media.Files().Count(file => file.Contains(IdOf(shown), StringComparison.Ordinal)));
    }

    private const string SandboxPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private static string IdOf(string url) => url["/media/".Length..];

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private async Task<string> UploadAsync(UserId? owner = null) =>
        (await media.KeepAsync(owner ?? _ann, SampleFiles.Png())).GetProperty("url").GetString()!;

    // Ann shows it to Bob.
    private async Task<LogWriter> ShowAsync(string url)
    {
        var log = new LogWriter(media.Store, RoomId.Parse($"r-{Guid.NewGuid():n}"), RoomKind.Group);
        await log.CreateAsync(_ann, _bob);
        await log.CommitAsync(log.Posted(
            _ann, new MessageContent("image", JsonSerializer.SerializeToUtf8Bytes(new { kind = "image", url }))));
        return log;
    }

    private async Task<(string Url, string? Thumb, long ExpiresAt)> SignAsync(string url, UserId user)
    {
        using var response = await media.GetAsync($"/api/v1{url}/url", user);
        var signed = await EdgeServer.JsonOf(response, 200);
        return (
            signed.GetProperty("url").GetString()!,
            signed.GetProperty("thumb").GetString(),
            signed.GetProperty("expiresAt").GetInt64());
    }

    private Task<HttpResponseMessage> PostUrlsAsync(object body) => media.Server.SendAsync(
        HttpMethod.Post, "/api/v1/media/urls", media.Server.TokenOf(_ann), JsonContent.Create(body));
}
