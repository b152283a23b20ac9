using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Who comes into rooms, who runs them and what they may do; the same on one node and on several.</summary>
public abstract class ModerationSuite(IStage stage) : IAsyncLifetime
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
    public async Task Roles_are_given_by_the_owner_who_may_hand_the_room_over()
    {
        var room = await Company.RoomAsync(_ann, _bob, _cid);

        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.remove", new { room, user = _cid.Id }));
        await _ann.DoAsync("room.role", new { room, user = _bob.Id, role = "admin" });
        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.role", new { room, user = _cid.Id, role = "admin" }));
        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.remove", new { room, user = _ann.Id }));
        var handed = await _ann.DoAsync("room.role", new { room, user = _bob.Id, role = "owner" });

        var down = await _cid.Client.WaitForEventAsync(room, handed + 1);
        Assert.Equal(("role", _ann.Id, "admin"), (down.Text("change"), down.Text("user"), down.Text("role")));
        Assert.Equal("owner", (await _bob.AskAsync("room.get", new { room })).Text("room", "role"));
        Assert.Equal("forbidden", await _ann.CodeOfAsync("room.dissolve", new { room }));
        await _bob.DoAsync("room.remove", new { room, user = _ann.Id });
        await _ann.OutAsync(room);
    }

    [Fact]
    public async Task Whoever_is_removed_hears_nothing_more_and_may_be_invited_again()
    {
        var room = await Company.RoomAsync(_ann, _bob);

        var removed = await _ann.DoAsync("room.remove", new { room, user = _bob.Id });
        await _ann.SayAsync(room, "he is gone");

        await _bob.OutAsync(room);
        await _bob.Client.SyncAsync();
        Assert.DoesNotContain(_bob.Client.EventsOf(room), push => push.Seq > removed);
        Assert.Equal("not_member", await _bob.CodeOfAsync("history", new { room }));
        var seen = _bob.Client.Pushes.Count;
        await _ann.DoAsync("room.invite", new { room, users = new[] { _bob.Id, _cid.Id } });
        await _bob.Client.WaitForAsync(push => push.Type == "room" && push.Room == room, "the room again", seen);
        await _cid.InAsync(room);
        Assert.Equal(3, (await _bob.AskAsync("room.get", new { room })).Number("room", "memberCount"));
    }

    [Fact]
    public async Task A_mute_ends_by_itself_and_can_be_ended_before()
    {
        var room = await Company.RoomAsync(_ann, _bob);
        var said = await _bob.SayAsync(room, "before");

        var muted = await _ann.DoAsync("room.mute", new { room, user = _bob.Id, forMs = 3_600_000 });

        var seen = await _bob.Client.WaitForEventAsync(room, muted);
        Assert.Equal(seen.Number("time") + 3_600_000, seen.Number("until"));
        Assert.Equal("muted", await _bob.CodeOfAsync("send", Text(room)));
        Assert.Equal("muted", await _bob.CodeOfAsync("react", new { room, target = said, emoji = "👍", on = true }));
        Assert.Equal("muted", await _bob.CodeOfAsync(
            "edit", new { room, target = said, version = 1, content = new { kind = "text", text = "after" } }));
        Assert.Equal(seen.Number("until"), (await _bob.AskAsync("room.get", new { room })).Number("room", "mutedUntil"));
        await _ann.DoAsync("room.mute", new { room, user = _bob.Id, forMs = 0 });
        await _bob.SayAsync(room, "thanks");
        await _ann.DoAsync("room.mute", new { room, user = _bob.Id, forMs = 1 });
        await SayableAsync(_bob, room);
    }

    [Fact]
    public async Task Where_all_are_muted_only_admins_speak()
    {
        var room = await Company.RoomAsync(_ann, _bob);

        var muted = await _ann.DoAsync("room.muteAll", new { room, on = true });

        Assert.True((await _bob.Client.WaitForEventAsync(room, muted)).Flag("value", "muteAll"));
        Assert.Equal("muted", await _bob.CodeOfAsync("send", Text(room)));
        await _ann.SayAsync(room, "listen");
        await _ann.DoAsync("room.role", new { room, user = _bob.Id, role = "admin" });
        await _bob.SayAsync(room, "I do");
        Assert.Equal("not_member", await _cid.CodeOfAsync("room.muteAll", new { room, on = false }));
        await _bob.DoAsync("room.muteAll", new { room, on = false });
    }

    [Fact]
    public async Task Whoever_is_banned_is_out_and_does_not_come_back()
    {
        var room = await Cast.PublicRoomAsync(_ann.Client);
        Assert.Equal("ok", (await _bob.AskAsync("room.join", new { room })).Type);
        await _bob.InAsync(room);

        await _ann.DoAsync("room.ban", new { room, user = _bob.Id });
        await _ann.DoAsync("room.ban", new { room, user = _cid.Id }); // who never was in

        await _bob.OutAsync(room);
        Assert.Equal("banned", await _bob.CodeOfAsync("room.join", new { room }));
        Assert.Equal("banned", await _cid.CodeOfAsync("room.join", new { room }));
        Assert.Equal("banned", await _bob.CodeOfAsync("send", Text(room)));
        Assert.Equal("banned", await _ann.CodeOfAsync("room.invite", new { room, users = new[] { _bob.Id } }));
        var bans = (await _ann.AskAsync("room.bans", new { room })).List("bans").Select(one => one.Text("user", "id"));
        Assert.Equal(new[] { _bob.Id, _cid.Id }.Order(StringComparer.Ordinal), bans);
        Assert.Equal(1, (await _ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
        await _ann.DoAsync("room.unban", new { room, user = _bob.Id });
        Assert.Equal("ok", (await _bob.AskAsync("room.join", new { room })).Type);
        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.bans", new { room }));
    }

    [Fact]
    public async Task Where_admins_decide_one_asks_and_waits()
    {
        var room = await Company.RoomAsync(_ann);
        await _ann.AskAsync("room.update", new { room, joinRule = "approve" });

        var asked = await _bob.AskAsync("room.join", new { room });
        await _cid.AskAsync("room.join", new { room });

        Assert.True(asked.Flag("room", "requested"), asked.ToString());
        Assert.Equal("not_member", await _bob.CodeOfAsync("history", new { room }));
        var requests = (await _ann.AskAsync("room.requests", new { room })).List("requests").Select(one => one.Text("user", "id"));
        Assert.Equal(new[] { _bob.Id, _cid.Id }.Order(StringComparer.Ordinal), requests);
        await _ann.DoAsync("room.accept", new { room, user = _bob.Id });
        await _bob.InAsync(room);
        await _ann.DoAsync("room.refuse", new { room, user = _cid.Id });
        await _cid.Client.WaitForAsync(push => push.Room == room && push.Flag("refused"), "the refusal");
        Assert.Empty((await _ann.AskAsync("room.requests", new { room })).List("requests"));
        Assert.Equal("not_found", await _ann.CodeOfAsync("room.accept", new { room, user = _cid.Id }));
        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.invite", new { room, users = new[] { _cid.Id } }));
        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.requests", new { room }));
    }

    [Fact]
    public async Task Settings_are_events_and_are_seen_by_all()
    {
        var room = await Company.RoomAsync(_ann, _bob);

        var answer = await _ann.AskAsync(
            "room.update", new { room, name = "Crew", announcement = "Be kind.", avatar = "https://e.example/a.png", slowModeMs = 60_000 });

        Assert.Equal(("Crew", "Be kind."), (answer.Text("room", "name"), answer.Text("room", "announcement")));
        var changes = new List<string?>();
        for (var seq = answer.Number("room", "lastSeq") - 2; seq <= answer.Number("room", "lastSeq"); seq++)
        {
            changes.Add((await _bob.Client.WaitForEventAsync(room, seq)).Text("change"));
        }

        Assert.Equal(["renamed", "announcement", "settings"], changes);
        await _bob.SayAsync(room, "first");
        var slow = await _bob.AskAsync("send", Text(room));
        Assert.Equal("rate_limited", slow.Code);
        Assert.InRange(slow.Number("retryAfterMs"), 1, 60_000);
        await _ann.SayAsync(room, "admins");
        await _ann.SayAsync(room, "don't wait");
        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.update", new { room, name = "Mine" }));
        var again = await _ann.AskAsync("room.update", new { room, name = "Crew" });
        Assert.Equal("ok", again.Type);
    }

    [Fact]
    public async Task A_dissolved_room_is_over_for_everybody()
    {
        var room = await Company.RoomAsync(_ann, _bob);
        var last = await _ann.SayAsync(room, "goodbye");
        await _bob.Client.WaitForEventAsync(room, last); // who still catches up has no right to the rest when it is over

        Assert.Equal("forbidden", await _bob.CodeOfAsync("room.dissolve", new { room }));
        var end = await _ann.DoAsync("room.dissolve", new { room });

        foreach (var one in new[] { _ann, _bob })
        {
            Assert.Equal("dissolved", (await one.Client.WaitForEventAsync(room, end)).Text("change"));
            await one.OutAsync(room);
            Assert.DoesNotContain((await one.AskAsync("rooms.list")).List("rooms"), listed => listed.Text("id") == room);
            Assert.Equal("not_found", await one.CodeOfAsync("send", Text(room)));
            Assert.Equal("not_found", await one.CodeOfAsync("room.get", new { room }));
            Assert.Contains(await one.CodeOfAsync("history", new { room }), new[] { "not_found", "not_member" });
        }

        Assert.Equal("already_exists", await _ann.CodeOfAsync("room.create", new { room, name = "Again", kind = "group" }));
    }

    [Fact]
    public async Task Into_a_broadcast_room_people_come_without_an_event()
    {
        var made = await _ann.AskAsync("room.create", new { name = "Live", kind = "broadcast", @public = true });
        var room = made.Room!;
        var before = (await _ann.AskAsync("room.get", new { room })).Number("room", "lastSeq");

        Assert.Equal("ok", (await _bob.AskAsync("room.join", new { room })).Type);
        Assert.Equal("ok", (await _cid.AskAsync("room.join", new { room })).Type);
        await _bob.InAsync(room);
        await _cid.InAsync(room);
        var said = await _bob.SayAsync(room, "666");

        Assert.Equal(before + 1, said);
        await _cid.Client.WaitForEventAsync(room, said);
        Assert.Equal(3, (await _ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
        Assert.Equal("too_large", await _ann.CodeOfAsync("receipts", new { room, seq = said }));
        Assert.Equal("forbidden", await _ann.CodeOfAsync("room.invite", new { room, users = new[] { _bob.Id } }));
        Assert.Equal("ack", (await _cid.AskAsync("room.leave", new { room })).Type);
        await _cid.OutAsync(room);
        Assert.Equal("not_member", await _cid.CodeOfAsync("send", Text(room)));
        await _ann.DoAsync("room.mute", new { room, user = _bob.Id, forMs = 60_000 });
        Assert.Equal("muted", await _bob.CodeOfAsync("send", Text(room)));
        await _ann.DoAsync("room.ban", new { room, user = _bob.Id });
        await _bob.OutAsync(room);
        Assert.Equal("banned", await _bob.CodeOfAsync("room.join", new { room }));
        Assert.Equal(1, (await _ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
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
