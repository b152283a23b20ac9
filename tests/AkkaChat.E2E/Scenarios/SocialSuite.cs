using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>What people do with messages and with each other; the same on one node and on several.</summary>
public abstract class SocialSuite(IStage stage) : ThreePeople(stage)
{
    [Fact]
    public async Task Reactions_are_events_and_are_counted_in_the_history()
    {
        var room = await Company.RoomAsync(Ann, Bob, Cid);
        var said = await Ann.SayAsync(room, "cake?");

        var first = await Bob.DoAsync("react", new { room, target = said, emoji = "👍", on = true });
        await Cid.DoAsync("react", new { room, target = said, emoji = "👍", on = true });
        await Cid.DoAsync("react", new { room, target = said, emoji = "🎂", on = true });
        var again = await Bob.AskAsync("react", new { room, target = said, emoji = "👍", on = true });

        Assert.Equal((first, true), (again.Seq, again.Flag("duplicate")));
        var seen = await Ann.Client.WaitForEventAsync(room, first);
        Assert.Equal(("reaction", said, "👍", true), (seen.Kind, seen.Number("target"), seen.Text("emoji"), seen.Flag("on")));
        Assert.Equal(["👍 2 True", "🎂 1 False"], await ReactionsAsync(Bob, room, said));
        Assert.Equal(["👍 2 False", "🎂 1 False"], await ReactionsAsync(Ann, room, said));
    }

    [Fact]
    public async Task A_reaction_taken_back_is_gone_and_a_recall_takes_all_of_them()
    {
        var room = await Company.RoomAsync(Ann, Bob);
        var said = await Ann.SayAsync(room, "cake?");
        await Bob.DoAsync("react", new { room, target = said, emoji = "👍", on = true });
        await Ann.DoAsync("react", new { room, target = said, emoji = "❤️", on = true });

        await Bob.DoAsync("react", new { room, target = said, emoji = "👍", on = false });

        Assert.Equal(["❤️ 1 False"], await ReactionsAsync(Bob, room, said));
        await Ann.DoAsync("recall", new { room, target = said });
        Assert.Equal("not_found", await Bob.CodeOfAsync("react", new { room, target = said, emoji = "👍", on = true }));
        var history = await Bob.AskAsync("history", new { room });
        var recalled = history.List("events").Single(one => one.Seq == said);
        Assert.True(recalled.Flag("recalled"));
        Assert.False(recalled.Has("reactions"));
    }

    [Fact]
    public async Task Messages_are_forwarded_once_in_their_order_with_their_author()
    {
        var from = await Company.RoomAsync(Ann, Bob);
        var to = await Company.RoomAsync(Bob, Cid);
        var one = await Ann.SayAsync(from, "one");
        var two = await Ann.SayAsync(from, "two");
        await Ann.DoAsync("edit", new { room = from, target = two, version = 1, content = new { kind = "text", text = "two!" } });
        var forward = new { from, targets = new[] { one, two }, to, clientMsgId = "f-1" };

        var ack = await Bob.AskAsync("forward", forward);
        var again = await Bob.AskAsync("forward", forward);

        Assert.Equal("ack", ack.Type);
        Assert.Equal((ack.Seq, true), (again.Seq, again.Flag("duplicate")));
        var first = await Cid.Client.WaitForEventAsync(to, ack.Seq);
        var second = await Cid.Client.WaitForEventAsync(to, ack.Seq + 1);
        Assert.Equal(("one", Bob.Id, Ann.Id), (first.Words, first.Text("from"), first.Text("forward", "from")));
        Assert.Equal(("two!", Bob.Id, Ann.Id), (second.Words, second.Text("from"), second.Text("forward", "from")));
        Assert.Equal(("f-1", "f-1#2"), (first.Key, second.Key));
        Assert.Equal(ack.Seq + 1, (await Bob.AskAsync("room.get", new { room = to })).Number("room", "lastSeq"));
    }

    [Fact]
    public async Task What_one_may_not_read_can_not_be_forwarded()
    {
        var from = await Company.RoomAsync(Ann);
        var to = await Company.RoomAsync(Bob);
        var said = await Ann.SayAsync(from, "secret");
        var recalled = await Ann.SayAsync(from, "oops");
        await Ann.DoAsync("recall", new { room = from, target = recalled });

        Assert.Equal("not_member", await ForwardAsync(Bob, from, said, to));
        Assert.Equal("not_found", await ForwardAsync(Ann, from, recalled, to));
        Assert.Equal("not_found", await ForwardAsync(Ann, from, 1, to)); // no message
        Assert.Equal("not_found", await ForwardAsync(Ann, "r-nowhere", 1, to));
        Assert.Equal("not_member", await ForwardAsync(Ann, from, said, to));
    }

    [Fact]
    public async Task Mentions_are_counted_apart_until_they_are_read()
    {
        var room = await Company.RoomAsync(Ann, Bob, Cid);
        await MentionAsync(Ann, room, Bob.Id);
        await MentionAsync(Ann, room, "@all");
        await Ann.SayAsync(room, "nobody");
        var mine = await MentionAsync(Cid, room, Cid.Id, Bob.Id);

        Assert.Equal("forbidden", await Bob.CodeOfAsync("send", Mentioning(room, "@all")));
        Assert.Equal((4, 3), await UnreadAsync(Bob, room));
        await Ann.DoAsync("recall", new { room, target = mine });
        Assert.Equal(2, (await UnreadAsync(Bob, room)).Mentions);
        Assert.Equal(0, (await UnreadAsync(Cid, room)).Mentions); // one's own messages are read
        var last = (await Bob.AskAsync("room.get", new { room })).Number("room", "lastSeq");
        await Bob.AskAsync("read", new { room, seq = last });
        Assert.Equal((0, 0), await UnreadAsync(Bob, room));
    }

    [Fact]
    public async Task A_room_is_pinned_and_silenced_for_all_sessions_of_one_user_and_nobody_else()
    {
        var room = await Company.RoomAsync(Ann, Bob);
        var phone = await People.BackAsync(Ann.Guest, "ios");

        Assert.Equal("ok", (await Ann.AskAsync("room.pin", new { room, on = true })).Type);
        Assert.Equal("ok", (await Ann.AskAsync("room.silence", new { room, on = true })).Type);

        await phone.Client.WaitForAsync(
            push => push.Type == "room" && push.Room == room && push.Flag("room", "pinned") && push.Flag("room", "muted"),
            "the room, pinned and silenced");
        var seen = (await Bob.AskAsync("room.get", new { room })).Find("room");
        Assert.False(seen!.Value.GetProperty("pinned").GetBoolean());
        Assert.Equal("ok", (await Ann.AskAsync("room.pin", new { room, on = false })).Type);
        Assert.False((await Ann.AskAsync("room.get", new { room })).Flag("room", "pinned"));
        Assert.Equal("not_member", await Cid.CodeOfAsync("room.pin", new { room, on = true }));
        Assert.Equal("not_found", await Cid.CodeOfAsync("room.silence", new { room = "r-nowhere", on = true }));
    }

    [Fact]
    public async Task Whoever_is_blocked_is_not_heard_and_brings_nobody_together()
    {
        var opened = await Ann.AskAsync("dm.open", new { user = Bob.Id });
        var room = opened.Room!;
        await Bob.InAsync(room);
        await Bob.SayAsync(room, "hello");

        Assert.Equal("ok", (await Ann.AskAsync("user.block", new { user = Bob.Id })).Type);

        Assert.Equal("blocked", await Bob.CodeOfAsync("send", Text(room, "are you there?")));
        await Ann.SayAsync(room, "it is not mutual");
        Assert.Equal("blocked", await Bob.CodeOfAsync("room.create", new { name = "x", members = new[] { Ann.Id } }));
        var group = await Company.RoomAsync(Bob);
        Assert.Equal("blocked", await Bob.CodeOfAsync("room.invite", new { room = group, users = new[] { Ann.Id } }));
        var blocks = await Ann.AskAsync("user.blocks");
        Assert.Equal([Bob.Id], blocks.List("blocks").Select(one => one.Text("user", "id")));
        Assert.Equal("ok", (await Ann.AskAsync("user.unblock", new { user = Bob.Id })).Type);
        await Bob.SayAsync(room, "thank you");
        Assert.Empty((await Ann.AskAsync("user.blocks")).List("blocks"));
    }

    [Fact]
    public async Task A_stranger_can_be_blocked_before_they_ever_wrote()
    {
        Assert.Equal("ok", (await Ann.AskAsync("user.block", new { user = Bob.Id })).Type);

        Assert.Equal("blocked", await Bob.CodeOfAsync("dm.open", new { user = Ann.Id }));
        Assert.Equal("ok", (await Ann.AskAsync("dm.open", new { user = Bob.Id })).Type);
        Assert.Equal("not_found", await Ann.CodeOfAsync("user.block", new { user = "u-nobody" }));
        Assert.Equal("forbidden", await Ann.CodeOfAsync("user.block", new { user = Ann.Id }));
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
