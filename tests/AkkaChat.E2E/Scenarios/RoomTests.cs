using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Rooms and the people in them.</summary>
[Collection(SharedServer.Collection)]
public sealed class RoomTests(SharedServer shared) : IAsyncLifetime
{
    private readonly Cast _cast = new(shared.Server);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cast.DisposeAsync();

    [Fact]
    public async Task Whoever_is_added_gets_the_room_before_its_first_event()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var phone = await _cast.ConnectAsync(bobGuest, new ConnectOptions { Platform = "ios" });

        var room = await Cast.RoomAsync(ann, bobGuest);
        var sent = await ann.SayAsync(room, "c-1", "welcome");

        foreach (var client in new[] { bob, phone })
        {
            await client.WaitForEventAsync(room, sent.Seq);
            var pushes = client.Pushes.Where(push => push.Room == room).ToList();
            Assert.Equal("room", pushes[0].Type);
            Assert.Equal("member", pushes[0].Text("room", "role"));
            Assert.All(pushes.Skip(1), push => Assert.Equal("event", push.Type));
            var seqs = pushes.Skip(1).Select(push => push.Seq).ToList();
            Assert.Equal(Enumerable.Range(0, seqs.Count).Select(i => seqs[0] + i), seqs);
        }
    }

    [Fact]
    public async Task A_private_room_is_closed_to_strangers()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (_, eve) = await _cast.ComeAsync("Eve");
        var room = await Cast.RoomAsync(ann);
        await ann.SayAsync(room, "c-1", "secret");

        Assert.Equal("forbidden", (await eve.AskAsync("room.join", new { room })).Code);
        foreach (var type in new[] { "room.get", "history", "room.members" })
        {
            Assert.Equal("not_member", (await eve.AskAsync(type, new { room })).Code);
        }

        Assert.Equal("not_member", (await eve.AskAsync("receipts", new { room, seq = 1 })).Code);
        Assert.Equal("not_member", (await eve.AskAsync("read", new { room, seq = 1 })).Code);
        Assert.Equal("not_member", (await eve.AskAsync("recall", new { room, target = 3 })).Code);
        Assert.Equal("not_member", (await eve.AskAsync("room.leave", new { room })).Code);
        Assert.Empty((await eve.AskAsync("search", new { q = "secret" })).List("events"));
        foreach (var type in new[] { "room.get", "room.join", "history", "room.members", "room.leave" })
        {
            Assert.Equal("not_found", (await eve.AskAsync(type, new { room = "r-nowhere" })).Code);
        }
    }

    [Fact]
    public async Task Whoever_leaves_gets_removed_and_nothing_after_it()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var phone = await _cast.ConnectAsync(bobGuest, new ConnectOptions { Platform = "ios" });
        var room = await Cast.PublicRoomAsync(ann);
        await bob.AskAsync("room.join", new { room });
        await phone.WaitForAsync(push => push.Type == "room" && push.Room == room, "the room");

        var left = await bob.AskAsync("room.leave", new { room });
        var after = await ann.SayAsync(room, "c-1", "now that he is gone");

        Assert.Equal("ack", left.Type);
        await ann.WaitForEventAsync(room, after.Seq);
        foreach (var client in new[] { bob, phone })
        {
            await client.WaitForAsync(push => push.Type == "room" && push.Flag("removed") && push.Room == room, "removed");
            await client.SyncAsync();
            Assert.True(client.Pushes.Last(push => push.Room == room).Flag("removed"));
            Assert.DoesNotContain(client.EventsOf(room), push => push.Seq > left.Seq);
        }

        Assert.Equal("not_member", (await bob.AskAsync("history", new { room })).Code);
        Assert.Equal("not_member", (await bob.SayAsync(room, "c-1", "me again")).Code);
        Assert.DoesNotContain((await bob.AskAsync("rooms.list")).List("rooms"), listed => listed.Text("id") == room);
        var (members, _) = (await ann.AskAsync("room.members", new { room }), 0);
        Assert.DoesNotContain(members.List("members"), member => member.Text("user", "id") == bobGuest.Id);
    }

    [Fact]
    public async Task An_owner_who_leaves_is_followed_by_another_member()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var (cidGuest, cid) = await _cast.ComeAsync("Cid");
        var room = await Cast.RoomAsync(ann, bobGuest, cidGuest);
        await bob.WaitForAsync(push => push.Type == "room" && push.Room == room, "the room");

        var left = await ann.AskAsync("room.leave", new { room });
        var role = await bob.WaitForEventAsync(room, left.Seq + 1);

        Assert.Equal("role", role.Text("change"));
        Assert.Equal(bobGuest.Id, role.Text("user"));
        Assert.Equal("owner", role.Text("role"));
        var seen = await bob.AskAsync("room.get", new { room });
        Assert.Equal("owner", seen.Text("room", "role"));
        Assert.Equal(2, seen.Number("room", "memberCount"));
        var sent = await bob.SayAsync(room, "c-1", "mine now");
        await cid.WaitForEventAsync(room, sent.Seq);
        var back = await _cast.ConnectAsync(
            bobGuest, new ConnectOptions { Cursors = new Dictionary<string, long> { [room] = 0 } });
        await back.WaitForEventAsync(room, sent.Seq);
        Assert.DoesNotContain(back.Pushes, push => push.Flag("removed"));
    }

    [Fact]
    public async Task Leaving_and_coming_back_misses_nothing_that_comes_then()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");
        var room = await Cast.PublicRoomAsync(ann);

        for (var round = 0; round < 5; round++)
        {
            var mark = bob.Pushes.Count;
            Assert.Equal("ok", (await bob.AskAsync("room.join", new { room })).Type);
            var sent = await ann.SayAsync(room, $"c-{round}", $"round {round}");
            await bob.WaitForAsync(push => push.IsEvent && push.Room == room && push.Seq == sent.Seq, $"message {round}", mark);
            Assert.Equal("ack", (await bob.AskAsync("room.leave", new { room })).Type);
            await bob.WaitForAsync(push => push.Flag("removed") && push.Room == room, "removed", mark);
        }
    }

    [Fact]
    public async Task A_cursor_of_a_room_one_left_is_answered_with_removed()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var room = await Cast.PublicRoomAsync(ann);
        await bob.AskAsync("room.join", new { room });
        await bob.AskAsync("room.leave", new { room });
        await ann.SayAsync(room, "c-1", "without him");

        var back = await _cast.ConnectAsync(
            bobGuest, new ConnectOptions { Cursors = new Dictionary<string, long> { [room] = 1, ["r-nowhere"] = 5 } });

        foreach (var gone in new[] { room, "r-nowhere" })
        {
            await back.WaitForAsync(push => push.Type == "room" && push.Room == gone && push.Flag("removed"), $"{gone} removed");
        }

        await back.SyncAsync();
        Assert.Empty(back.EventsOf(room));
    }

    [Fact]
    public async Task Members_are_listed_with_their_roles_in_pages()
    {
        var (annGuest, ann) = await _cast.ComeAsync("Ann");
        var guests = new List<Guest>();
        for (var i = 0; i < 5; i++)
        {
            guests.Add(await _cast.GuestAsync($"Guest {i}"));
        }

        var room = await Cast.RoomAsync(ann, [.. guests]);

        var members = new List<Frame>();
        string? cursor = null;
        do
        {
            var page = await ann.AskAsync("room.members", new { room, cursor, limit = 2 });
            Assert.True(page.List("members").Count <= 2);
            members.AddRange(page.List("members"));
            cursor = page.Text("cursor");
        }
        while (cursor is not null);

        Assert.Equal(
            guests.Select(guest => guest.Id).Append(annGuest.Id).Order(StringComparer.Ordinal),
            members.Select(member => member.Text("user", "id")!).Order(StringComparer.Ordinal));
        Assert.Equal(annGuest.Id, members.Single(member => member.Text("role") == "owner").Text("user", "id"));
        Assert.Equal(6, (await ann.AskAsync("room.get", new { room })).Number("room", "memberCount"));
    }

    [Fact]
    public async Task Conversations_are_listed_in_pages_newest_first()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add(await Cast.RoomAsync(ann));
            await ann.SayAsync(made[^1], "c-1", $"in room {i}");
        }

        await ann.SayAsync(made[2], "c-2", "newest of all");
        var listed = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await ann.AskAsync("rooms.list", new { cursor, limit = 3 });
            listed.AddRange(page.List("rooms").Select(room => room.Text("id")));
            cursor = page.Text("cursor");
        }
        while (cursor is not null);

        Assert.Equal(7, listed.Count);
        Assert.Equal(made[2], listed[0]);
        Assert.Equal(made.Where(room => room != made[2]).Reverse(), listed.Skip(1));
        Assert.Equal("bad_frame", (await ann.AskAsync("rooms.list", new { cursor = "nonsense" })).Code);
    }

    [Fact]
    public async Task A_direct_room_is_one_and_the_same_for_both()
    {
        var (annGuest, ann) = await _cast.ComeAsync("Ann");
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");

        var opened = await ann.AskAsync("dm.open", new { user = bobGuest.Id });
        var again = await bob.AskAsync("dm.open", new { user = annGuest.Id });
        var nobody = await ann.AskAsync("dm.open", new { user = "u-nobody" });
        var self = await ann.AskAsync("dm.open", new { user = annGuest.Id });
        var room = opened.Text("room", "id")!;
        var left = await bob.AskAsync("room.leave", new { room });

        Assert.Equal("dm", opened.Text("room", "kind"));
        Assert.Equal("Bob", opened.Text("room", "name"));
        Assert.Equal(bobGuest.Id, opened.Text("room", "peer", "id"));
        Assert.Equal(room, again.Text("room", "id"));
        Assert.Equal("Ann", again.Text("room", "name"));
        Assert.Equal("not_found", nobody.Code);
        Assert.Equal("forbidden", self.Code);
        Assert.Equal("forbidden", left.Code);
        var sent = await ann.SayAsync(room, "c-1", "just us");
        await bob.WaitForEventAsync(room, sent.Seq);
    }

    [Fact]
    public async Task A_room_may_be_given_an_id_that_is_free()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var room = $"team.{Guid.NewGuid():n}";

        var made = await ann.AskAsync("room.create", new { room, name = "Team" });
        var taken = await ann.AskAsync("room.create", new { room, name = "Team" });
        var reserved = await ann.AskAsync("room.create", new { room = "dm-mine", name = "Team" });
        var nobody = await ann.AskAsync("room.create", new { name = "Team", members = new[] { "u-nobody" } });

        Assert.Equal(room, made.Text("room", "id"));
        Assert.Equal("owner", made.Text("room", "role"));
        Assert.Equal("already_exists", taken.Code);
        Assert.Equal("forbidden", reserved.Code);
        Assert.Equal("not_found", nobody.Code);
    }

    [Fact]
    public async Task The_lobby_is_there_for_everybody()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");

        var joined = await ann.AskAsync("room.join", new { room = "lobby" });
        var again = await ann.AskAsync("room.join", new { room = "lobby" });

        Assert.True(joined.Flag("room", "public"));
        Assert.Equal("member", joined.Text("room", "role"));
        Assert.Equal("ok", again.Type);
    }

    [Fact]
    public async Task A_name_can_be_changed_and_is_seen_by_others()
    {
        var (annGuest, ann) = await _cast.ComeAsync("Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");

        var updated = await ann.AskAsync("user.update", new { name = "Anna 🌻" });
        var seen = await bob.AskAsync("user.get", new { user = annGuest.Id });
        var nobody = await bob.AskAsync("user.get", new { user = "u-nobody" });
        var blank = await ann.AskAsync("user.update", new { name = " " });
        var script = await ann.AskAsync("user.update", new { avatar = "javascript:alert(1)" });

        Assert.Equal("Anna 🌻", updated.Text("user", "name"));
        Assert.Equal("Anna 🌻", seen.Text("user", "name"));
        Assert.Equal("not_found", nobody.Code);
        Assert.Equal("bad_frame", blank.Code);
        Assert.Equal("bad_frame", script.Code);
    }
}
