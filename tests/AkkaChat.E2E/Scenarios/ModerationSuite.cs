using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Who comes into rooms, who runs them and what they may do; the same on one node and on several.</summary>
public abstract class ModerationSuite(IStage stage) : ThreePeople(stage)
{
    [Fact]
    public async Task Roles_are_given_by_the_owner_who_may_hand_the_room_over()
    {
        var room = await Company.RoomAsync(Ann, Bob, Cid);

        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.remove", new { room, user = Cid.Id }));
        await Ann.DoAsync("room.role", new { room, user = Bob.Id, role = "admin" });
        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.role", new { room, user = Cid.Id, role = "admin" }));
        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.remove", new { room, user = Ann.Id }));
        var handed = await Ann.DoAsync("room.role", new { room, user = Bob.Id, role = "owner" });

        var down = await Cid.Client.WaitForEventAsync(room, handed + 1);
        Assert.Equal(("role", Ann.Id, "admin"), (down.Text("change"), down.Text("user"), down.Text("role")));
        Assert.Equal("owner", (await Bob.AskAsync("room.get", new { room })).Text("room", "role"));
        Assert.Equal("forbidden", await Ann.CodeOfAsync("room.dissolve", new { room }));
        await Bob.DoAsync("room.remove", new { room, user = Ann.Id });
        await Ann.OutAsync(room);
    }

    [Fact]
    public async Task Whoever_is_removed_hears_nothing_more_and_may_be_invited_again()
    {
        var room = await Company.RoomAsync(Ann, Bob);

        var removed = await Ann.DoAsync("room.remove", new { room, user = Bob.Id });
        await Ann.SayAsync(room, "he is gone");

        await Bob.OutAsync(room);
        await Bob.Client.SyncAsync();
        Assert.DoesNotContain(Bob.Client.EventsOf(room), push => push.Seq > removed);
        Assert.Equal("not_member", await Bob.CodeOfAsync("history", new { room }));
        var seen = Bob.Client.Pushes.Count;
        await Ann.DoAsync("room.invite", new { room, users = new[] { Bob.Id, Cid.Id } });
        await Bob.Client.WaitForAsync(push => push.Type == "room" && push.Room == room, "the room again", seen);
        await Cid.InAsync(room);
        Assert.Equal(3, (await Bob.AskAsync("room.get", new { room })).Number("room", "memberCount"));
    }

    [Fact]
    public async Task A_mute_ends_by_itself_and_can_be_ended_before()
    {
        var room = await Company.RoomAsync(Ann, Bob);
        var said = await Bob.SayAsync(room, "before");

        var muted = await Ann.DoAsync("room.mute", new { room, user = Bob.Id, forMs = 3_600_000 });

        var seen = await Bob.Client.WaitForEventAsync(room, muted);
        Assert.Equal(seen.Number("time") + 3_600_000, seen.Number("until"));
        Assert.Equal("muted", await Bob.CodeOfAsync("send", Text(room)));
        Assert.Equal("muted", await Bob.CodeOfAsync("react", new { room, target = said, emoji = "👍", on = true }));
        Assert.Equal("muted", await Bob.CodeOfAsync(
            "edit", new { room, target = said, version = 1, content = new { kind = "text", text = "after" } }));
        Assert.Equal(seen.Number("until"), (await Bob.AskAsync("room.get", new { room })).Number("room", "mutedUntil"));
        await Ann.DoAsync("room.mute", new { room, user = Bob.Id, forMs = 0 });
        await Bob.SayAsync(room, "thanks");
        await Ann.DoAsync("room.mute", new { room, user = Bob.Id, forMs = 1 });
        await SayableAsync(Bob, room);
    }

    [Fact]
    public async Task Where_all_are_muted_only_admins_speak()
    {
        var room = await Company.RoomAsync(Ann, Bob);

        var muted = await Ann.DoAsync("room.muteAll", new { room, on = true });

        Assert.True((await Bob.Client.WaitForEventAsync(room, muted)).Flag("value", "muteAll"));
        Assert.Equal("muted", await Bob.CodeOfAsync("send", Text(room)));
        await Ann.SayAsync(room, "listen");
        await Ann.DoAsync("room.role", new { room, user = Bob.Id, role = "admin" });
        await Bob.SayAsync(room, "I do");
        Assert.Equal("not_member", await Cid.CodeOfAsync("room.muteAll", new { room, on = false }));
        await Bob.DoAsync("room.muteAll", new { room, on = false });
    }

    [Fact]
    public async Task Whoever_is_banned_is_out_and_does_not_come_back()
    {
        var room = await Cast.PublicRoomAsync(Ann.Client);
        Assert.Equal("ok", (await Bob.AskAsync("room.join", new { room })).Type);
        await Bob.InAsync(room);

        await Ann.DoAsync("room.ban", new { room, user = Bob.Id });
        await Ann.DoAsync("room.ban", new { room, user = Cid.Id }); // who never was in

        await Bob.OutAsync(room);
        Assert.Equal("banned", await Bob.CodeOfAsync("room.join", new { room }));
        Assert.Equal("banned", await Cid.CodeOfAsync("room.join", new { room }));
        Assert.Equal("banned", await Bob.CodeOfAsync("send", Text(room)));
        Assert.Equal("banned", await Ann.CodeOfAsync("room.invite", new { room, users = new[] { Bob.Id } }));
        var bans = (await Ann.AskAsync("room.bans", new { room })).List("bans").Select(one => one.Text("user", "id"));
        Assert.Equal(new[] { Bob.Id, Cid.Id }.Order(StringComparer.Ordinal), bans);
        Assert.Equal(1, (await Ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
        await Ann.DoAsync("room.unban", new { room, user = Bob.Id });
        Assert.Equal("ok", (await Bob.AskAsync("room.join", new { room })).Type);
        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.bans", new { room }));
    }

    [Fact]
    public async Task Where_admins_decide_one_asks_and_waits()
    {
        var room = await Company.RoomAsync(Ann);
        await Ann.AskAsync("room.update", new { room, joinRule = "approve" });

        var asked = await Bob.AskAsync("room.join", new { room });
        await Cid.AskAsync("room.join", new { room });

        Assert.True(asked.Flag("room", "requested"), asked.ToString());
        Assert.Equal("not_member", await Bob.CodeOfAsync("history", new { room }));
        var requests = (await Ann.AskAsync("room.requests", new { room })).List("requests").Select(one => one.Text("user", "id"));
        Assert.Equal(new[] { Bob.Id, Cid.Id }.Order(StringComparer.Ordinal), requests);
        await Ann.DoAsync("room.accept", new { room, user = Bob.Id });
        await Bob.InAsync(room);
        await Ann.DoAsync("room.refuse", new { room, user = Cid.Id });
        await Cid.Client.WaitForAsync(push => push.Room == room && push.Flag("refused"), "the refusal");
        Assert.Empty((await Ann.AskAsync("room.requests", new { room })).List("requests"));
        Assert.Equal("not_found", await Ann.CodeOfAsync("room.accept", new { room, user = Cid.Id }));
        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.invite", new { room, users = new[] { Cid.Id } }));
        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.requests", new { room }));
    }

    [Fact]
    public async Task Settings_are_events_and_are_seen_by_all()
    {
        var room = await Company.RoomAsync(Ann, Bob);

        var answer = await Ann.AskAsync(
            "room.update", new { room, name = "Crew", announcement = "Be kind.", avatar = "https://e.example/a.png", slowModeMs = 60_000 });

        Assert.Equal(("Crew", "Be kind."), (answer.Text("room", "name"), answer.Text("room", "announcement")));
        var changes = new List<string?>();
        for (var seq = answer.Number("room", "lastSeq") - 2; seq <= answer.Number("room", "lastSeq"); seq++)
        {
            changes.Add((await Bob.Client.WaitForEventAsync(room, seq)).Text("change"));
        }

        Assert.Equal(["renamed", "announcement", "settings"], changes);
        await Bob.SayAsync(room, "first");
        var slow = await Bob.AskAsync("send", Text(room));
        Assert.Equal("rate_limited", slow.Code);
        Assert.InRange(slow.Number("retryAfterMs"), 1, 60_000);
        await Ann.SayAsync(room, "admins");
        await Ann.SayAsync(room, "don't wait");
        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.update", new { room, name = "Mine" }));
        var again = await Ann.AskAsync("room.update", new { room, name = "Crew" });
        Assert.Equal("ok", again.Type);
    }

    [Fact]
    public async Task A_dissolved_room_is_over_for_everybody()
    {
        var room = await Company.RoomAsync(Ann, Bob);
        var last = await Ann.SayAsync(room, "goodbye");
        await Bob.Client.WaitForEventAsync(room, last); // who still catches up has no right to the rest when it is over

        Assert.Equal("forbidden", await Bob.CodeOfAsync("room.dissolve", new { room }));
        var end = await Ann.DoAsync("room.dissolve", new { room });

        foreach (var one in new[] { Ann, Bob })
        {
            Assert.Equal("dissolved", (await one.Client.WaitForEventAsync(room, end)).Text("change"));
            await one.OutAsync(room);
            Assert.DoesNotContain((await one.AskAsync("rooms.list")).List("rooms"), listed => listed.Text("id") == room);
            Assert.Equal("not_found", await one.CodeOfAsync("send", Text(room)));
            Assert.Equal("not_found", await one.CodeOfAsync("room.get", new { room }));
            Assert.Contains(await one.CodeOfAsync("history", new { room }), new[] { "not_found", "not_member" });
        }

        Assert.Equal("already_exists", await Ann.CodeOfAsync("room.create", new { room, name = "Again", kind = "group" }));
    }

    [Fact]
    public async Task Into_a_broadcast_room_people_come_without_an_event()
    {
        var made = await Ann.AskAsync("room.create", new { name = "Live", kind = "broadcast", @public = true });
        var room = made.Room!;
        var before = (await Ann.AskAsync("room.get", new { room })).Number("room", "lastSeq");

        Assert.Equal("ok", (await Bob.AskAsync("room.join", new { room })).Type);
        Assert.Equal("ok", (await Cid.AskAsync("room.join", new { room })).Type);
        await Bob.InAsync(room);
        await Cid.InAsync(room);
        var said = await Bob.SayAsync(room, "666");

        Assert.Equal(before + 1, said);
        await Cid.Client.WaitForEventAsync(room, said);
        Assert.Equal(3, (await Ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
        Assert.Equal("too_large", await Ann.CodeOfAsync("receipts", new { room, seq = said }));
        Assert.Equal("forbidden", await Ann.CodeOfAsync("room.invite", new { room, users = new[] { Bob.Id } }));
        Assert.Equal("ack", (await Cid.AskAsync("room.leave", new { room })).Type);
        await Cid.OutAsync(room);
        Assert.Equal("not_member", await Cid.CodeOfAsync("send", Text(room)));
        await Ann.DoAsync("room.mute", new { room, user = Bob.Id, forMs = 60_000 });
        Assert.Equal("muted", await Bob.CodeOfAsync("send", Text(room)));
        await Ann.DoAsync("room.ban", new { room, user = Bob.Id });
        await Bob.OutAsync(room);
        Assert.Equal("banned", await Bob.CodeOfAsync("room.join", new { room }));
        Assert.Equal(1, (await Ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
    }

    private static object Text(string room) =>
        new { room, clientMsgId = $"k-{Guid.NewGuid():n}", content = new { kind = "text", text = "hi" } };

    // The mute of a millisecond is over as soon as the server's clock has moved on.
    private static async Task SayableAsync(Somebody who, string room)
    {
        while (await who.CodeOfAsync("send", Text(room)) is { } code)
        {
            Assert.Equal("muted", code);
        }
    }
}
