using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>What people do with messages and with each other; the same on one node and on several.</summary>
public abstract class SocialSuite(IStage stage) : IAsyncLifetime
{
    private readonly Company _company = new(stage);
    private Somebody _ann = null!;
    private Somebody _bob = null!;
    private Somebody _cid = null!;

    public async Task InitializeAsync()
    {
        _ann = await _company.ComeAsync("Ann");
        _bob = await _company.ComeAsync("Bob");
        _cid = await _company.ComeAsync("Cid");
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Reactions_are_events_and_are_counted_in_the_history()
    {
        var room = await Company.RoomAsync(_ann, _bob, _cid);
        var said = await _ann.SayAsync(room, "cake?");

        var first = await _bob.DoAsync("react", new { room, target = said, emoji = "👍", on = true });
        await _cid.DoAsync("react", new { room, target = said, emoji = "👍", on = true });
        await _cid.DoAsync("react", new { room, target = said, emoji = "🎂", on = true });
        var again = await _bob.AskAsync("react", new { room, target = said, emoji = "👍", on = true });

        Assert.Equal((first, true), (again.Seq, again.Flag("duplicate")));
        var seen = await _ann.Client.WaitForEventAsync(room, first);
        Assert.Equal(("reaction", said, "👍", true), (seen.Kind, seen.Number("target"), seen.Text("emoji"), seen.Flag("on")));
        Assert.Equal(["👍 2 True", "🎂 1 False"], await ReactionsAsync(_bob, room, said));
        Assert.Equal(["👍 2 False", "🎂 1 False"], await ReactionsAsync(_ann, room, said));
    }

    [Fact]
    public async Task A_reaction_taken_back_is_gone_and_a_recall_takes_all_of_them()
    {
        var room = await Company.RoomAsync(_ann, _bob);
        var said = await _ann.SayAsync(room, "cake?");
        await _bob.DoAsync("react", new { room, target = said, emoji = "👍", on = true });
        await _ann.DoAsync("react", new { room, target = said, emoji = "❤️", on = true });

        await _bob.DoAsync("react", new { room, target = said, emoji = "👍", on = false });

        Assert.Equal(["❤️ 1 False"], await ReactionsAsync(_bob, room, said));
        await _ann.DoAsync("recall", new { room, target = said });
        Assert.Equal("not_found", await _bob.CodeOfAsync("react", new { room, target = said, emoji = "👍", on = true }));
        var history = await _bob.AskAsync("history", new { room });
        var recalled = history.List("events").Single(one => one.Seq == said);
        Assert.True(recalled.Flag("recalled"));
        Assert.False(recalled.Has("reactions"));
    }

    [Fact]
    public async Task Messages_are_forwarded_once_in_their_order_with_their_author()
    {
        var from = await Company.RoomAsync(_ann, _bob);
        var to = await Company.RoomAsync(_bob, _cid);
        var one = await _ann.SayAsync(from, "one");
        var two = await _ann.SayAsync(from, "two");
        await _ann.DoAsync("edit", new { room = from, target = two, version = 1, content = new { kind = "text", text = "two!" } });
        var forward = new { from, targets = new[] { one, two }, to, clientMsgId = "f-1" };

        var ack = await _bob.AskAsync("forward", forward);
        var again = await _bob.AskAsync("forward", forward);

        Assert.Equal("ack", ack.Type);
        Assert.Equal((ack.Seq, true), (again.Seq, again.Flag("duplicate")));
        var first = await _cid.Client.WaitForEventAsync(to, ack.Seq);
        var second = await _cid.Client.WaitForEventAsync(to, ack.Seq + 1);
        Assert.Equal(("one", _bob.Id, _ann.Id), (first.Words, first.Text("from"), first.Text("forward", "from")));
        Assert.Equal(("two!", _bob.Id, _ann.Id), (second.Words, second.Text("from"), second.Text("forward", "from")));
        Assert.Equal(("f-1", "f-1#2"), (first.Key, second.Key));
        Assert.Equal(ack.Seq + 1, (await _bob.AskAsync("room.get", new { room = to })).Number("room", "lastSeq"));
    }

    [Fact]
    public async Task What_one_may_not_read_can_not_be_forwarded()
    {
        var from = await Company.RoomAsync(_ann);
        var to = await Company.RoomAsync(_bob);
        var said = await _ann.SayAsync(from, "secret");
        var recalled = await _ann.SayAsync(from, "oops");
        await _ann.DoAsync("recall", new { room = from, target = recalled });

        Assert.Equal("not_member", await ForwardAsync(_bob, from, said, to));
        Assert.Equal("not_found", await ForwardAsync(_ann, from, recalled, to));
        Assert.Equal("not_found", await ForwardAsync(_ann, from, 1, to)); // no message
        Assert.Equal("not_found", await ForwardAsync(_ann, "r-nowhere", 1, to));
        Assert.Equal("not_member", await ForwardAsync(_ann, from, said, to));
    }

    [Fact]
    public async Task Mentions_are_counted_apart_until_they_are_read()
    {
        var room = await Company.RoomAsync(_ann, _bob, _cid);
        await MentionAsync(_ann, room, _bob.Id);
        await MentionAsync(_ann, room, "@all");
        await _ann.SayAsync(room, "nobody");
        var mine = await MentionAsync(_cid, room, _cid.Id, _bob.Id);

        Assert.Equal("forbidden", await _bob.CodeOfAsync("send", Mentioning(room, "@all")));
        Assert.Equal((4, 3), await UnreadAsync(_bob, room));
        await _ann.DoAsync("recall", new { room, target = mine });
        Assert.Equal(2, (await UnreadAsync(_bob, room)).Mentions);
        Assert.Equal(0, (await UnreadAsync(_cid, room)).Mentions); // one's own messages are read
        var last = (await _bob.AskAsync("room.get", new { room })).Number("room", "lastSeq");
        await _bob.AskAsync("read", new { room, seq = last });
        Assert.Equal((0, 0), await UnreadAsync(_bob, room));
    }

    [Fact]
    public async Task A_room_is_pinned_and_silenced_for_all_sessions_of_one_user_and_nobody_else()
    {
        var room = await Company.RoomAsync(_ann, _bob);
        var phone = await _company.BackAsync(_ann.Guest, "ios");

        Assert.Equal("ok", (await _ann.AskAsync("room.pin", new { room, on = true })).Type);
        Assert.Equal("ok", (await _ann.AskAsync("room.silence", new { room, on = true })).Type);

        await phone.Client.WaitForAsync(
            push => push.Type == "room" && push.Room == room && push.Flag("room", "pinned") && push.Flag("room", "muted"),
            "the room, pinned and silenced");
        var seen = (await _bob.AskAsync("room.get", new { room })).Find("room");
        Assert.False(seen!.Value.GetProperty("pinned").GetBoolean());
        Assert.Equal("ok", (await _ann.AskAsync("room.pin", new { room, on = false })).Type);
        Assert.False((await _ann.AskAsync("room.get", new { room })).Flag("room", "pinned"));
        Assert.Equal("not_member", await _cid.CodeOfAsync("room.pin", new { room, on = true }));
        Assert.Equal("not_found", await _cid.CodeOfAsync("room.silence", new { room = "r-nowhere", on = true }));
    }

    [Fact]
    public async Task Whoever_is_blocked_is_not_heard_and_brings_nobody_together()
    {
        var opened = await _ann.AskAsync("dm.open", new { user = _bob.Id });
        var room = opened.Room!;
        await _bob.InAsync(room);
        await _bob.SayAsync(room, "hello");

        Assert.Equal("ok", (await _ann.AskAsync("user.block", new { user = _bob.Id })).Type);

        Assert.Equal("blocked", await _bob.CodeOfAsync("send", Text(room, "are you there?")));
        await _ann.SayAsync(room, "it is not mutual");
        Assert.Equal("blocked", await _bob.CodeOfAsync("room.create", new { name = "x", members = new[] { _ann.Id } }));
        var group = await Company.RoomAsync(_bob);
        Assert.Equal("blocked", await _bob.CodeOfAsync("room.invite", new { room = group, users = new[] { _ann.Id } }));
        var blocks = await _ann.AskAsync("user.blocks");
        Assert.Equal([_bob.Id], blocks.List("blocks").Select(one => one.Text("user", "id")));
        Assert.Equal("ok", (await _ann.AskAsync("user.unblock", new { user = _bob.Id })).Type);
        await _bob.SayAsync(room, "thank you");
        Assert.Empty((await _ann.AskAsync("user.blocks")).List("blocks"));
    }

    [Fact]
    public async Task A_stranger_can_be_blocked_before_they_ever_wrote()
    {
        Assert.Equal("ok", (await _ann.AskAsync("user.block", new { user = _bob.Id })).Type);

        Assert.Equal("blocked", await _bob.CodeOfAsync("dm.open", new { user = _ann.Id }));
        Assert.Equal("ok", (await _ann.AskAsync("dm.open", new { user = _bob.Id })).Type);
        Assert.Equal("not_found", await _ann.CodeOfAsync("user.block", new { user = "u-nobody" }));
        Assert.Equal("forbidden", await _ann.CodeOfAsync("user.block", new { user = _ann.Id }));
    }

    private static async Task<List<string>> ReactionsAsync(Somebody reader, string room, long seq)
    {
        var history = await reader.AskAsync("history", new { room });
        return [.. history.List("events").Single(one => one.Seq == seq).List("reactions")
            .Select(one => $"{one.Text("emoji")} {one.Number("count")} {one.Flag("mine")}")];
    }

    private static async Task<(long All, long Mentions)> UnreadAsync(Somebody reader, string room)
    {
        var rooms = await reader.AskAsync("rooms.list");
        var listed = rooms.List("rooms").Single(one => one.Text("id") == room);
        return (listed.Number("unread"), listed.Number("mentionUnread"));
    }

    private static Task<string?> ForwardAsync(Somebody by, string from, long target, string to) =>
        by.CodeOfAsync("forward", new { from, targets = new[] { target }, to, clientMsgId = $"f-{Guid.NewGuid():n}" });

    private static Task<long> MentionAsync(Somebody by, string room, params string[] mentions) =>
        by.DoAsync("send", Mentioning(room, mentions));

    private static object Mentioning(string room, params string[] mentions) => new
    {
        room,
        clientMsgId = $"k-{Guid.NewGuid():n}",
        content = new { kind = "text", text = "hey" },
        mentions,
    };

    private static object Text(string room, string text) =>
        new { room, clientMsgId = $"k-{Guid.NewGuid():n}", content = new { kind = "text", text } };
}
