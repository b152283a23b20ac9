using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Who is there, and who is writing, over real sockets.</summary>
[Collection(Alone.Name)]
public sealed class PresenceTests : IAsyncLifetime
{
    /// <summary>The times of the protocol, shortened.</summary>
    internal static readonly string[] Quick =
    [
        "Presence:AwayAfter=00:00:00.5",
        "Presence:OfflineAfter=00:00:01.5",
        "Presence:Check=00:00:02",
    ];

    private ServerProcess _server = null!;
    private Cast _cast = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync([.. Quick, "Sessions:RequestBurst=1000000"]);
        _cast = new Cast(_server);
    }

    public async Task DisposeAsync()
    {
        await _cast.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_member_is_seen_coming_hiding_the_app_coming_back_and_going()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var bobGuest = await _cast.GuestAsync("Bob");
        await Cast.RoomAsync(ann, bobGuest);
        Assert.Equal(["offline"], await WatchAsync(ann, bobGuest));

        var bob = await _cast.ConnectAsync(bobGuest);
        await SeenAsync(ann, bobGuest, "online");
        await bob.AskAsync("background", new { on = true });
        var away = await SeenAsync(ann, bobGuest, "away");
        await bob.AskAsync("background", new { on = false });
        Assert.False((await SeenAsync(ann, bobGuest, "online")).Find("lastSeen") is { ValueKind: not System.Text.Json.JsonValueKind.Null });
        await bob.CloseAsync();
        var offline = await SeenAsync(ann, bobGuest, "offline");

        Assert.True(offline.Number("lastSeen") > away.Number("lastSeen"));
        Assert.Equal(["online", "away", "online", "offline"], StatesOf(ann, bobGuest));
        ServerOutput.AssertCalm(_server);
    }

    [Fact]
    public async Task Nobody_sees_a_reconnect()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        await Cast.RoomAsync(ann, bobGuest);
        Assert.Equal(["online"], await WatchAsync(ann, bobGuest));

        for (var i = 0; i < 3; i++)
        {
            bob.Cut();
            bob = await _cast.ConnectAsync(bobGuest);
        }

        await bob.AskAsync("background", new { on = true });
        await SeenAsync(ann, bobGuest, "away");
        Assert.Equal(["away"], StatesOf(ann, bobGuest));
    }

    [Fact]
    public async Task Nothing_is_told_of_strangers_and_nothing_more_of_who_has_left_the_last_room()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var (eveGuest, _) = await _cast.ComeAsync("Eve");
        var room = await Cast.RoomAsync(ann, bobGuest);
        Assert.Equal(["online", "offline"], await WatchAsync(ann, bobGuest, eveGuest));

        await bob.AskAsync("room.leave", new { room });

        var gone = await SeenAsync(ann, bobGuest, "offline");
        Assert.True(gone.Find("lastSeen") is { ValueKind: System.Text.Json.JsonValueKind.Null });
        var back = await Cast.RoomAsync(ann, bobGuest);
        await SeenAsync(ann, bobGuest, "online", from: ann.Pushes.ToList().IndexOf(gone));
        Assert.NotEqual(room, back);
        Assert.Empty(StatesOf(ann, eveGuest));
    }

    [Fact]
    public async Task When_somebody_was_last_seen_is_known_after_a_restart()
    {
        var annGuest = await _cast.GuestAsync("Ann");
        var ann = await _cast.ConnectAsync(annGuest);
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        await Cast.RoomAsync(ann, bobGuest);
        await WatchAsync(ann, bobGuest);
        await bob.CloseAsync();
        var offline = await SeenAsync(ann, bobGuest, "offline");

        var ended = _server.Exited;
        await _server.TerminateAsync();
        await Patience.ForAsync(ended, "the server to stop", () => _server.Output);
        await _server.StartAgainAsync();

        ann = await _cast.ConnectAsync(annGuest);
        var answer = await ann.AskAsync("presence", new { users = new[] { bobGuest.Id } });
        Assert.Equal(offline.Number("lastSeen"), Assert.Single(answer.List("states")).Number("lastSeen"));
    }

    [Fact]
    public async Task Two_hundred_are_watched_and_no_more()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var users = Enumerable.Range(0, 200).Select(i => $"u-{i}").ToList();

        var most = await ann.AskAsync("presence", new { users });
        var more = await ann.AskAsync("presence", new { users = users.Append("u-200") });
        var none = await ann.AskAsync("presence", new { users = Array.Empty<string>() });

        Assert.Equal((200, "too_large", 0), (most.List("states").Count, more.Code, none.List("states").Count));
    }

    [Fact]
    public async Task Who_is_writing_is_seen_by_the_other_members_and_not_answered()
    {
        var (annGuest, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var (_, eve) = await _cast.ComeAsync("Eve");
        var phone = await _cast.ConnectAsync(annGuest, new ConnectOptions { Platform = "ios" });
        var room = await Cast.RoomAsync(ann, bobGuest);
        await bob.WaitForAsync(push => push.Type == "room" && push.Room == room, "the room");
        await phone.WaitForAsync(push => push.Type == "room" && push.Room == room, "the room on the phone");

        await ann.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");
        await ann.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");
        await eve.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");

        var typing = await bob.WaitForAsync(push => push.Type == "typing", "Ann writing");
        Assert.Equal((room, annGuest.Id), (typing.Room, typing.Text("user")));
        await ann.SayAsync(room, "c-1", "there");
        foreach (var client in new[] { ann, bob, phone })
        {
            await client.WaitForAsync(push => push.IsEvent && push.Words == "there", "the message");
        }

        await eve.SyncAsync();
        Assert.Single(bob.Pushes, push => push.Type == "typing");
        Assert.All(new[] { ann, phone, eve }, client => Assert.DoesNotContain(client.Pushes, push => push.Type is "typing" or "error"));
    }

    [Fact]
    public async Task A_slow_client_gets_no_typing()
    {
        var (annGuest, ann) = await _cast.ComeAsync("Ann", new ConnectOptions { OnPush = _ => { } });
        var bobGuest = await _cast.GuestAsync("Bob");
        var room = await Cast.RoomAsync(ann, bobGuest);
        var quick = await _cast.ConnectAsync(bobGuest);
        var slow = await _cast.ConnectAsync(bobGuest, new ConnectOptions { Platform = "ios" }, receiveBytes: 16 * 1024);
        slow.StopReading();
        var text = new string('字', 5_000);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal("ack", (await ann.SayAsync(room, $"c-{i}", text)).Type);
        }

        await ann.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");
        await quick.WaitForAsync(push => push.Type == "typing", $"{annGuest.Id} writing");
        slow.ReadAgain();

        await slow.WaitForAsync(push => push.Type == "gap", "the gap");
        var live = await ann.SayAsync(room, "c-live", "are you back?");
        await slow.WaitForEventAsync(room, live.Seq);
        Assert.DoesNotContain(slow.Pushes, push => push.Type == "typing");
    }

    /// <summary>Watches these people; gives their states.</summary>
    internal static async Task<List<string?>> WatchAsync(ChatClient client, params Guest[] people)
    {
        var answer = await client.AskAsync("presence", new { users = people.Select(guest => guest.Id) });
        Assert.Equal("ok", answer.Type);
        return [.. answer.List("states").Select(state => state.Text("state"))];
    }

    /// <summary>The first push from <paramref name="from"/> on that says that somebody is in that state.</summary>
    internal static Task<Frame> SeenAsync(ChatClient client, Guest guest, string state, int from = -1)
    {
        var start = from >= 0 ? from : client.Pushes.ToList().FindLastIndex(push => IsOf(push, guest)) + 1;
        return client.WaitForAsync(push => IsOf(push, guest) && push.Text("state") == state, $"{guest.Name} {state}", start);
    }

    private static List<string?> StatesOf(ChatClient client, Guest guest) =>
        [.. client.Pushes.Where(push => IsOf(push, guest)).Select(push => push.Text("state"))];

    private static bool IsOf(Frame push, Guest guest) => push.Type == "presence" && push.Text("user") == guest.Id;
}
