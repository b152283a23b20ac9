using System.Text;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Pictures and files between people.</summary>
[Collection(SharedServer.Collection)]
public sealed class MediaTests(SharedServer shared) : IAsyncLifetime
{
    private readonly Cast _cast = new(shared.Server);
    private Guest _annGuest = null!;
    private Guest _bobGuest = null!;
    private Guest _eveGuest = null!;
    private ChatClient _ann = null!;
    private ChatClient _bob = null!;
    private string _room = null!;

    public async Task InitializeAsync()
    {
        (_annGuest, _ann) = await _cast.ComeAsync("Ann");
        (_bobGuest, _bob) = await _cast.ComeAsync("Bob");
        _eveGuest = await _cast.GuestAsync("Eve");
        _room = await Cast.RoomAsync(_ann, _bobGuest);
    }

    public async Task DisposeAsync() => await _cast.DisposeAsync();

    [Fact]
    public async Task A_picture_is_uploaded_said_and_seen_by_those_who_are_in_the_room()
    {
        var url = await KeepAsync(_annGuest);
        Assert.Equal(404, await StatusAsync(url, _bobGuest));

        var ack = await ShowAsync(_ann, "c-1", url);
        var seen = await _bob.WaitForEventAsync(_room, ack.Seq);

        Assert.Equal(url, seen.Text("content", "url"));
        Assert.Equal(200, await StatusAsync(url, _bobGuest));
        Assert.Equal(200, await StatusAsync(url + "/thumb", _bobGuest));
        Assert.Equal(404, await StatusAsync(url, _eveGuest));
        Assert.Equal(404, await StatusAsync(url, null));
    }

    [Fact]
    public async Task Whoever_leaves_sees_it_no_more_and_whoever_comes_does()
    {
        var url = await KeepAsync(_annGuest);
        await ShowAsync(_ann, "c-1", url);
        Assert.Equal(200, await StatusAsync(url, _bobGuest));

        Assert.Equal("ack", (await _bob.AskAsync("room.leave", new { room = _room })).Type);

        Assert.Equal(404, await StatusAsync(url, _bobGuest));
        Assert.Equal(200, await StatusAsync(url, _annGuest));
    }

    [Theory]
    [InlineData("room.remove")]
    [InlineData("room.ban")]
    public async Task Whoever_is_put_out_sees_it_no_more_at_once(string how)
    {
        var url = await KeepAsync(_annGuest);
        await ShowAsync(_ann, "c-1", url);
        Assert.Equal(200, await StatusAsync(url, _bobGuest));

        Assert.Equal("ack", (await _ann.AskAsync(how, new { room = _room, user = _bobGuest.Id })).Type);

        Assert.Equal(404, await StatusAsync(url, _bobGuest));
        Assert.Equal(404, await StatusAsync($"/api/v1{url}/url", _bobGuest));
    }

    [Fact]
    public async Task A_picture_that_is_forwarded_is_seen_where_it_goes()
    {
        var url = await KeepAsync(_annGuest);
        var shown = await ShowAsync(_ann, "c-1", url);
        var (dinGuest, _) = await _cast.ComeAsync("Din");
        var other = await Cast.RoomAsync(_bob, dinGuest);

        var passed = await _bob.AskAsync(
            "forward", new { from = _room, targets = new[] { shown.Seq }, to = other, clientMsgId = "c-1" });

        Assert.Equal("ack", passed.Type);
        Assert.Equal(200, await StatusAsync(url, dinGuest));
    }

    [Fact]
    public async Task The_picture_of_a_room_is_seen_by_its_members_and_is_one_that_its_owner_may_get()
    {
        var url = await KeepAsync(_annGuest);
        var foreign = await KeepAsync(_eveGuest);

        var refused = await _ann.AskAsync("room.update", new { room = _room, avatar = foreign });
        var taken = await _ann.AskAsync("room.update", new { room = _room, avatar = url });

        Assert.Equal("not_found", refused.Code);
        Assert.Equal("ok", taken.Type);
        Assert.Equal(200, await StatusAsync(url, _bobGuest));
        Assert.Equal(404, await StatusAsync(url, _eveGuest));
    }

    [Fact]
    public async Task A_recalled_picture_and_one_that_was_edited_away_are_gone_for_others()
    {
        var recalled = await KeepAsync(_annGuest);
        var before = await KeepAsync(_annGuest);
        var after = await KeepAsync(_annGuest);
        var first = await ShowAsync(_ann, "c-1", recalled);
        var second = await ShowAsync(_ann, "c-2", before);

        Assert.Equal("ack", (await _ann.AskAsync("recall", new { room = _room, target = first.Seq })).Type);
        var edit = await _ann.AskAsync(
            "edit", new { room = _room, target = second.Seq, version = 1, content = new { kind = "image", url = after } });

        Assert.Equal("ack", edit.Type);
        Assert.Equal(404, await StatusAsync(recalled, _bobGuest));
        Assert.Equal(404, await StatusAsync(before, _bobGuest));
        Assert.Equal(200, await StatusAsync(after, _bobGuest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/thumb")]
    [InlineData("?exp=1&sig=x")]
    public async Task What_one_may_not_get_one_can_not_show_over_the_socket_or_over_http(string suffix)
    {
        var url = await KeepAsync(_eveGuest) + suffix;

        var said = await ShowAsync(_ann, "c-1", url);
        var edited = await EditToAsync(url);
        var posted = await PostAsync(_annGuest, url);
        var avatar = await _ann.AskAsync("user.update", new { avatar = url });

        Assert.Equal("not_found", said.Code);
        Assert.Equal("not_found", edited.Code);
        Assert.Equal((404, "not_found"), posted);
        Assert.Equal("not_found", avatar.Code);
        Assert.Equal(404, await StatusAsync(url, _annGuest));
    }

    [Fact]
    public async Task What_one_was_shown_one_may_show_others()
    {
        var url = await KeepAsync(_annGuest);
        await ShowAsync(_ann, "c-1", url);
        var (dinGuest, _) = await _cast.ComeAsync("Din");
        var other = await Cast.RoomAsync(_bob, dinGuest);

        var passed = await _bob.AskAsync(
            "send", new { room = other, clientMsgId = "c-1", content = new { kind = "image", url } });

        Assert.Equal("ack", passed.Type);
        Assert.Equal(200, await StatusAsync(url, dinGuest));
    }

    [Fact]
    public async Task Messages_keep_their_order_around_one_that_is_looked_up()
    {
        var url = await KeepAsync(_annGuest);
        var (_, before) = await _ann.PostAsync("send", Text("c-1"));
        var (_, image) = await _ann.PostAsync(
            "send", new { room = _room, clientMsgId = "c-2", content = new { kind = "image", url } });
        var (_, after) = await _ann.PostAsync("send", Text("c-3"));

        var acks = await Patience.ForAsync(Task.WhenAll(before, image, after), "three acks");

        Assert.Equal(acks[0].Seq + 1, acks[1].Seq);
        Assert.Equal(acks[1].Seq + 1, acks[2].Seq);

        object Text(string key) => new { room = _room, clientMsgId = key, content = new { kind = "text", text = "hi" } };
    }

    [Fact]
    public async Task An_avatar_is_seen_by_anybody_who_is_signed_in()
    {
        var url = await KeepAsync(_annGuest);

        Assert.Equal("ok", (await _ann.AskAsync("user.update", new { avatar = url + "/thumb" })).Type);

        Assert.Equal(200, await StatusAsync(url + "/thumb", _eveGuest));
        Assert.Equal(404, await StatusAsync(url + "/thumb", null));
    }

    [Fact]
    public async Task An_address_that_is_signed_needs_no_token()
    {
        var url = await KeepAsync(_annGuest);
        await ShowAsync(_ann, "c-1", url);

        var (status, body) = await Uploader.GetAsync(shared.Server, $"/api/v1{url}/url", _bobGuest);
        var signed = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("url").GetString()!;

        Assert.Equal(200, status);
        Assert.Equal(200, await StatusAsync(signed, null));
        Assert.Equal(404, await StatusAsync($"/api/v1{url}/url", _eveGuest));
    }

    [Fact]
    public async Task Of_an_upload_that_breaks_off_nothing_stays()
    {
        var directory = Path.Combine(shared.Server.DataDirectory, "media", "incoming");
        var form = Uploader.Form(new byte[200_000]);
        var head = $"POST /api/v1/media HTTP/1.1\r\nHost: {shared.Server.Address.Authority}\r\n"
            + $"Authorization: Bearer {_annGuest.Token}\r\nContent-Type: {Uploader.ContentType}\r\n"
            + $"Content-Length: {form.Length}\r\n\r\n";
        using (var raw = await RawSocket.DialAsync(shared.Server))
        {
            await raw.WriteAsync(Encoding.ASCII.GetBytes(head));
            await raw.WriteAsync(form.AsMemory(0, 150_000));
            await Patience.UntilAsync(
                () => Task.FromResult(Uploader.FilesIn(directory).Length > 0), "the upload to begin", () => "no file");
        }

        await Patience.UntilAsync(
            () => Task.FromResult(Uploader.FilesIn(directory).Length == 0),
            "what was uploaded to be gone",
            () => string.Join(' ', Uploader.FilesIn(directory)));
        ServerOutput.AssertCalm(shared.Server);
    }

    [Fact]
    public async Task Files_that_nothing_shows_are_deleted_after_a_while_and_others_are_not()
    {
        await using var server = await ServerProcess.StartAsync("Media:OrphanAge=00:00:08", "Media:SweepInterval=00:00:01");
        var ann = await Guest.SignInAsync(server, "Ann");
        await using var there = await ChatClient.ConnectAsync(server, ann);
        var room = await Cast.RoomAsync(there);
        var shown = await Uploader.KeepAsync(server, ann, Uploader.Picture);
        var said = await there.AskAsync(
            "send", new { room, clientMsgId = "c-1", content = new { kind = "image", url = shown } });
        Assert.Equal("ack", said.Type);
        var orphan = await Uploader.KeepAsync(server, ann, Uploader.Picture); // younger, so it goes after the other could have

        await Patience.UntilAsync(
            async () => (await Uploader.GetAsync(server, orphan, ann)).Status == 404, "the orphan to go", () => server.Output);

        Assert.Equal(200, (await Uploader.GetAsync(server, shown, ann)).Status);
        await Patience.UntilAsync(
            () => Task.FromResult(Uploader.FilesIn(Path.Combine(server.DataDirectory, "media")).Length == 2),
            "its bytes to go",
            () => server.Output);
        var metrics = new NodeMetrics(await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
        Assert.Equal(2, metrics.Sum("akkachat_media_uploads_total"));
        Assert.Equal(1, metrics.Sum("akkachat_media_orphans_total"));
    }

    [Fact]
    public async Task Where_media_are_off_there_are_no_such_routes()
    {
        await using var server = await ServerProcess.StartAsync("Media:Enabled=false");
        var ann = await Guest.SignInAsync(server, "Ann");

        var (status, body) = await Uploader.UploadAsync(server, ann, Uploader.Picture);

        Assert.Equal(404, status);
        Assert.Equal("not_found", body.Code);
        Assert.Equal(404, (await Uploader.GetAsync(server, "/media/0123456789abcdef0123456789abcdef", ann)).Status);
    }

    private Task<string> KeepAsync(Guest guest) => Uploader.KeepAsync(shared.Server, guest, Uploader.Picture);

    private async Task<int> StatusAsync(string url, Guest? guest) => (await Uploader.GetAsync(shared.Server, url, guest)).Status;

    private Task<Frame> ShowAsync(ChatClient client, string key, string url) => client.AskAsync(
        "send", new { room = _room, clientMsgId = key, content = new { kind = "image", url } });

    private async Task<Frame> EditToAsync(string url)
    {
        var said = await _ann.SayAsync(_room, "c-edited", "text");
        return await _ann.AskAsync(
            "edit", new { room = _room, target = said.Seq, version = 1, content = new { kind = "image", url } });
    }

    private async Task<(int Status, string? Code)> PostAsync(Guest guest, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/rooms/{_room}/messages")
        {
            Content = System.Net.Http.Json.JsonContent.Create(
                new { clientMsgId = "c-http", content = new { kind = "image", url } }),
        };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", guest.Token);
        using var answer = await shared.Server.Http.SendAsync(request);
        using var body = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, new Frame(body.RootElement.Clone()).Code);
    }
}
