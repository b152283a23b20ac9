using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>From the upgrade to the welcome, and what ends a connection.</summary>
[Collection(SharedServer.Collection)]
public sealed class ConnectTests(SharedServer shared) : IAsyncLifetime
{
    private readonly Cast _cast = new(shared.Server);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cast.DisposeAsync();

    [Theory]
    [InlineData("akkachat.v1", "akkachat.v1")]
    [InlineData("chat.v7,akkachat.v1,other", "akkachat.v1")]
    [InlineData("", null)]
    public async Task A_subprotocol_is_chosen_only_of_those_offered(string offered, string? chosen)
    {
        var client = await _cast.OpenAsync(offered.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var guest = await _cast.GuestAsync("Ann");

        var welcome = await client.ConnectAsync(guest.Token);

        Assert.Equal(chosen, string.IsNullOrEmpty(client.Subprotocol) ? null : client.Subprotocol);
        Assert.Equal("ok", welcome.Type);
    }

    [Fact]
    public async Task Only_unknown_subprotocols_are_refused_with_400()
    {
        var refused = await Assert.ThrowsAsync<UpgradeRefusedException>(() => _cast.OpenAsync(["chat.v7", "mqtt"]));

        Assert.Equal(400, refused.Status);
    }

    [Fact]
    public async Task The_welcome_tells_limits_and_rooms()
    {
        var (ann, client) = await _cast.ComeAsync("Ann");
        var room = await Cast.RoomAsync(client);
        var sent = await client.SayAsync(room, "k", "hi");

        var welcome = (await _cast.ConnectAsync(ann, new ConnectOptions { Platform = "ios" })).Welcome;

        Assert.Equal(ann.Id, welcome.Text("user", "id"));
        Assert.Equal("Ann", welcome.Text("user", "name"));
        Assert.Equal(25_000, welcome.Number("heartbeatMs"));
        Assert.Equal(65_536, welcome.Number("limits", "maxFrameBytes"));
        Assert.Equal(5_000, welcome.Number("limits", "maxTextChars"));
        Assert.Equal(120_000, welcome.Number("limits", "recallWindowMs"));
        Assert.True(welcome.Number("tokenExpiresAt") > welcome.Number("serverTime"));
        Assert.False(welcome.Flag("more"));
        var listed = Assert.Single(welcome.List("rooms"));
        Assert.Equal(room, listed.Text("id"));
        Assert.Equal(sent.Seq, listed.Number("lastSeq"));
        Assert.Equal("hi", new Frame(listed.Find("last")!.Value).Words);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    public async Task A_token_may_come_with_the_upgrade(string way)
    {
        var guest = await _cast.GuestAsync("Ann");
        var client = way == "header"
            ? await _cast.OpenAsync(header: $"Bearer {guest.Token}")
            : await _cast.OpenAsync(query: $"?access_token={guest.Token}");

        var welcome = await client.ConnectAsync(token: null);

        Assert.Equal(guest.Id, welcome.Text("user", "id"));
        Assert.DoesNotContain(guest.Token, shared.Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("changed")]
    [InlineData("alg none")]
    [InlineData("alg None")]
    [InlineData("absent")]
    public async Task A_bad_token_is_unauthorized_and_closes_4401(string sort)
    {
        var guest = await _cast.GuestAsync("Ann");
        var client = await _cast.OpenAsync();

        var answer = await client.ConnectAsync(sort switch
        {
            "nonsense" => "nonsense",
            "changed" => Tokens.Changed(guest.Token),
            "alg none" => Tokens.WithoutSignature(guest.Token, "none"),
            "alg None" => Tokens.WithoutSignature(guest.Token, "None"),
            _ => null,
        });

        Assert.Equal("unauthorized", answer.Code);
        var bye = await client.WaitForAsync(push => push.Type == "bye", "bye");
        Assert.Equal(4401, bye.Number("code"));
        Assert.False(bye.Flag("reconnect"));
        Assert.Equal(4401, (await client.WaitForEndAsync("the close")).Code);
    }

    [Fact]
    public async Task Before_connect_only_ping_is_answered()
    {
        var client = await _cast.OpenAsync();

        var pong = await client.AskAsync("ping");
        var answer = await client.AskAsync("rooms.list");

        Assert.Equal("pong", pong.Type);
        Assert.Equal("unauthorized", answer.Code);
    }

    [Fact]
    public async Task A_second_connect_is_a_bad_frame()
    {
        var (guest, client) = await _cast.ComeAsync("Ann");

        var answer = await client.AskAsync("connect", new { token = guest.Token, deviceId = "d-1", platform = "web" });

        Assert.Equal("bad_frame", answer.Code);
        Assert.Equal("pong", (await client.SyncAsync()).Type);
    }

    [Fact]
    public async Task A_ping_is_echoed()
    {
        var (_, client) = await _cast.ComeAsync("Ann");

        var pong = await client.AskAsync("ping", new { t = "as it came" });
        await client.SendAsync("""{"type":"ping","t":1790000000000}""");
        var push = await client.WaitForAsync(frame => frame.Type == "pong", "the pong without id");

        Assert.Equal("as it came", pong.Text("t"));
        Assert.Equal(1_790_000_000_000, push.Number("t"));
        Assert.False(push.Has("id"));
    }

    [Fact]
    public async Task Another_device_of_the_platform_replaces_the_first()
    {
        var guest = await _cast.GuestAsync("Ann");
        var first = await _cast.ConnectAsync(guest, new ConnectOptions { Device = "d-1" });
        var phone = await _cast.ConnectAsync(guest, new ConnectOptions { Device = "d-1", Platform = "ios" });

        var second = await _cast.ConnectAsync(guest, new ConnectOptions { Device = "d-2" });

        var bye = await first.WaitForAsync(push => push.Type == "bye", "bye");
        Assert.Equal(4409, bye.Number("code"));
        Assert.Equal("replaced", bye.Text("reason"));
        Assert.False(bye.Flag("reconnect"));
        Assert.Equal(4409, (await first.WaitForEndAsync("the close")).Code);
        Assert.Equal("pong", (await second.SyncAsync()).Type);
        Assert.Equal("pong", (await phone.SyncAsync()).Type);
    }

    [Fact]
    public async Task The_same_device_takes_over_silently()
    {
        var guest = await _cast.GuestAsync("Ann");
        var first = await _cast.ConnectAsync(guest);

        var second = await _cast.ConnectAsync(guest);

        Assert.Equal(1000, (await first.WaitForEndAsync("the close")).Code);
        Assert.DoesNotContain(first.Pushes, push => push.Type == "bye");
        Assert.Equal("pong", (await second.SyncAsync()).Type);
    }

    [Fact]
    public async Task A_client_that_closes_gets_its_close_back()
    {
        var (_, client) = await _cast.ComeAsync("Ann");

        Assert.Equal(1000, (await client.CloseAsync()).Code);
    }

    [Fact]
    public async Task Batches_share_frames_and_lose_nothing()
    {
        var (_, sender) = await _cast.ComeAsync("Ann");
        var room = await Cast.PublicRoomAsync(sender);
        var (_, batching) = await _cast.ComeAsync("Bob", new ConnectOptions { Batch = true });
        var (_, single) = await _cast.ComeAsync("Cid");
        await batching.AskAsync("room.join", new { room });
        await single.AskAsync("room.join", new { room });
        batching.StopReading();
        var frames = batching.WireFrames;
        const int messages = 200;

        long last = 0;
        for (var i = 0; i < messages; i++)
        {
            last = (await sender.SayAsync(room, $"k-{i}", $"message {i}")).Seq;
        }

        batching.ReadAgain();
        await batching.WaitForEventAsync(room, last);
        await single.WaitForEventAsync(room, last);

        static IEnumerable<string?> Keys(ChatClient client, string room) =>
            client.EventsOf(room).Where(push => push.Kind == "message").Select(push => push.Key);

        Assert.Equal(Enumerable.Range(0, messages).Select(i => $"k-{i}"), Keys(batching, room));
        Assert.Equal(Keys(batching, room), Keys(single, room));
        Assert.True(batching.WireFrames - frames <= messages);
        Assert.True(single.WireFrames >= messages);
    }
}
