using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Settings of a room, mutes, bans, requests to come in, its end, blocks, and a member's own view.</summary>
public abstract class ModerationSuite : ChatStoreSuite
{
    private const long Late = 2_000_000_000_000;
    private static readonly UserId Dan = UserId.Parse("u-dan");

    private protected ModerationSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task A_fresh_room_has_all_settings_and_nobody_at_its_door()
    {
        var log = await RoomAsync("r-1", Ann);

        var snapshot = await SnapshotAsync(log);

        var settings = new RoomSettings
        {
            Name = "Team",
            Announcement = "",
            Avatar = "",
            JoinRule = JoinRule.Open,
            IsPublic = false,
            MuteAll = false,
            SlowModeMs = 0,
        };
        Assert.Equal(settings, snapshot.Settings);
        Assert.False(snapshot.IsDissolved);
        Assert.Empty(snapshot.Bans);
        Assert.Empty(snapshot.Requests);
        Assert.Empty(snapshot.Blockers);
    }

    [Fact]
    public async Task What_is_set_stands_until_something_else_is()
    {
        var log = await RoomAsync("r-1", Ann);
        await log.CommitAsync(log.Set(new RoomSettings { Name = "New" }, RoomChange.Renamed));
        await log.CommitAsync(log.Set(new RoomSettings { Announcement = "Hear" }, RoomChange.Announcement));
        await log.AppendAsync(
            log.Set(new RoomSettings { Avatar = "/a.png", JoinRule = JoinRule.Approve, MuteAll = false }),
            log.Set(new RoomSettings { IsPublic = true, MuteAll = true, SlowModeMs = 5_000 }));

        var settings = new RoomSettings
        {
            Name = "New",
            Announcement = "Hear",
            Avatar = "/a.png",
            JoinRule = JoinRule.Approve,
            IsPublic = true,
            MuteAll = true,
            SlowModeMs = 5_000,
        };
        var snapshot = await SnapshotAsync(log);
        Assert.Equal(settings, snapshot.Settings);
        Assert.Equal(("New", true, JoinRule.Approve), (snapshot.Name, snapshot.IsPublic, snapshot.JoinRule));
        var view = await ViewAsync(log.Room, Ann);
        Assert.Equal(("New", "Hear", "/a.png"), (view.Name, view.Announcement, view.Avatar));
        Assert.Equal((true, 5_000, true, JoinRule.Approve), (view.MuteAll, view.SlowModeMs, view.IsPublic, view.JoinRule));

        await log.CommitAsync(log.Set(new RoomSettings { Announcement = "", Avatar = "" }));

        Assert.Equal(settings with { Announcement = "", Avatar = "" }, (await SnapshotAsync(log)).Settings);
        Assert.Equal((null, null), ((await ViewAsync(log.Room, Ann)).Announcement, (await ViewAsync(log.Room, Ann)).Avatar));
    }

    [Fact]
    public async Task A_mute_shows_until_it_is_lifted_or_the_member_goes()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Muted(Bob, 9_000));

        Assert.Equal(9_000, (await Store.FindMemberAsync(log.Room, Bob, CancellationToken.None))!.MutedUntil);
        Assert.Equal(9_000, (await SnapshotAsync(log)).Members[1].MutedUntil);
        Assert.Equal(9_000, (await ViewAsync(log.Room, Bob)).MutedUntil);
        Assert.Null((await ViewAsync(log.Room, Ann)).MutedUntil);
        var members = await Store.ListMembersAsync(log.Room, null, 10, CancellationToken.None);
        Assert.Equal([null, 9_000L], members.Members.Select(member => member.MutedUntil));

        await log.CommitAsync(log.Muted(Bob, null));
        Assert.Null((await ViewAsync(log.Room, Bob)).MutedUntil);

        await log.AppendAsync(log.Muted(Bob, 9_500), log.Gone(Bob), log.Joined(Bob));
        Assert.Null((await ViewAsync(log.Room, Bob)).MutedUntil);

        await log.AppendAsync(log.Gone(Bob), log.Joined(Bob), log.Muted(Bob, 9_700));
        Assert.Equal(9_700, (await ViewAsync(log.Room, Bob)).MutedUntil);
    }

    [Fact]
    public async Task A_mute_outlasts_its_membership_and_comes_back_with_the_member()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.AppendAsync(log.Muted(Bob, Late - 1), log.Muted(Bob, Late), log.Gone(Bob));

        Assert.Equal([new(Bob, Late)], (await SnapshotAsync(log)).Mutes);

        await log.CommitAsync(log.Joined(Bob, mutedUntil: Late));

        Assert.Equal(Late, (await SnapshotAsync(log)).Members[1].MutedUntil);
        Assert.Equal(Late, (await ViewAsync(log.Room, Bob)).MutedUntil);

        await log.AppendAsync(log.Gone(Bob), log.Joined(Bob, mutedUntil: Late), log.Muted(Bob, null));

        Assert.Empty((await SnapshotAsync(log)).Mutes);
    }

    [Fact]
    public async Task A_mute_that_is_over_is_not_shown_to_a_room_that_wakes_up()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        log.At(Late);
        await log.AppendAsync(log.Muted(Bob, Late + 3), log.Gone(Bob));

        Assert.Single((await SnapshotAsync(log)).Mutes);

        await log.PostAsync(Ann, "late");

        Assert.Empty((await SnapshotAsync(log)).Mutes);
    }

    [Fact]
    public async Task A_ban_takes_a_member_out_and_stands_until_it_is_lifted()
    {
        await WriteAsync(new StoreWrite.AddUser(new UserView(Bob, "Bob", "/b.png"), Guest: false, Time: 1));
        var log = await RoomAsync("r-1", Ann, Bob);
        var banned = log.Changed(Ann, MemberChange.Banned, Bob);
        await log.CommitAsync(banned);
        await log.CommitAsync(log.Changed(Ann, MemberChange.Banned, Cid));

        Assert.Equal([Bob, Cid], (await SnapshotAsync(log)).Bans);
        Assert.Equal(1, (await ViewAsync(log.Room, Ann)).MemberCount);
        Assert.Null((await ViewAsync(log.Room, Bob)).Role);
        var first = await Store.ListBansAsync(log.Room, null, 1, CancellationToken.None);
        var second = await Store.ListBansAsync(log.Room, first.Cursor, 1, CancellationToken.None);
        Assert.Equal([new PersonView(new UserView(Bob, "Bob", "/b.png"), banned.Event.Time)], first.People);
        Assert.Equal([Cid.Value], second.People.Select(person => person.User.Name));
        Assert.Null(second.Cursor);
        var page = await EventsAsync(log.Room, after: banned.Event.Seq - 1, limit: 1);
        Assert.Equal(Bob, Assert.Single(page.Events).Gone);

        await log.AppendAsync(
            log.Changed(Ann, MemberChange.Unbanned, Cid),
            log.Changed(Ann, MemberChange.Banned, Cid),
            log.Changed(Ann, MemberChange.Unbanned, Bob));

        Assert.Equal([Cid], (await SnapshotAsync(log)).Bans);
        Assert.Equal(log.Seq - 1, await SeqAtAsync(log, (await Store.ListBansAsync(log.Room, null, 9, default)).People[0].Since));
    }

    [Theory]
    [InlineData(MemberChange.Refused)]
    [InlineData(MemberChange.Joined)]
    [InlineData(MemberChange.Invited)]
    [InlineData(MemberChange.Banned)]
    public async Task A_request_stands_until_it_is_answered(MemberChange answer)
    {
        var log = await RoomAsync("r-1", Ann);
        var asked = log.Changed(Bob, MemberChange.Requested, Bob);
        await log.CommitAsync(asked);
        await log.AppendAsync(log.Changed(Bob, MemberChange.Requested, Bob), log.Changed(Cid, MemberChange.Requested, Cid));

        Assert.Equal([Bob, Cid], (await SnapshotAsync(log)).Requests);
        Assert.True((await ViewAsync(log.Room, Bob)).Requested);
        Assert.False((await ViewAsync(log.Room, Ann)).Requested);
        var listed = await Store.ListJoinRequestsAsync(log.Room, null, 10, CancellationToken.None);
        Assert.Equal(new PersonView(new UserView(Bob, Bob.Value, null), asked.Event.Time), listed.People[0]);

        await log.CommitAsync(log.Changed(Ann, answer, Bob));

        Assert.Equal([Cid], (await SnapshotAsync(log)).Requests);
        Assert.False((await ViewAsync(log.Room, Bob)).Requested);
        Assert.Equal([Cid], (await Store.ListJoinRequestsAsync(log.Room, null, 9, default)).People.Select(person => person.User.Id));
    }

    [Fact]
    public async Task A_dissolved_room_has_nobody_and_keeps_its_log()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Changed(Ann, MemberChange.Banned, Cid));
        await log.CommitAsync(log.Changed(Dan, MemberChange.Requested, Dan));
        await log.AppendAsync(
            log.Joined(UserId.Parse("u-eve")),
            log.Changed(Ann, MemberChange.Banned, UserId.Parse("u-fay")),
            log.Posted(Bob, "last words"),
            log.Dissolved());

        var snapshot = await SnapshotAsync(log);
        Assert.True(snapshot.IsDissolved);
        Assert.Empty(snapshot.Members);
        Assert.Empty(snapshot.Bans);
        Assert.Empty(snapshot.Requests);
        Assert.Null(await Store.FindRoomAsync(log.Room, Ann, CancellationToken.None));
        var page = await EventsAsync(log.Room);
        Assert.Equal(log.Seq, page.LastSeq);
        Assert.Equal([log.Seq], page.Events.Where(stored => stored.EndsRoom).Select(stored => stored.Seq));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(new StoreWrite.MarkRead(log.Room, Ann, 1)));
    }

    [Fact]
    public async Task A_room_that_is_called_dissolved_is_not()
    {
        var log = Log("r-1");
        await log.AppendAsync(log.Created(Ann, "\",\"change\":\"dissolved\""));
        await log.CommitAsync(log.Set(new RoomSettings { Name = "{\"change\":\"dissolved\"," }, RoomChange.Renamed));

        Assert.DoesNotContain((await EventsAsync(log.Room)).Events, stored => stored.EndsRoom);
        Assert.False((await SnapshotAsync(log)).IsDissolved);
    }

    [Fact]
    public async Task A_members_own_view_is_kept_and_a_strangers_is_not()
    {
        var log = await RoomAsync("r-1", Ann, Bob);

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.SetView(log.Room, Ann, true, null)));
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.SetView(log.Room, Bob, null, true)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(new StoreWrite.SetView(log.Room, Cid, true, true)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(new StoreWrite.SetView(RoomId.Parse("r-none"), Ann, true, true)));
        await log.PostAsync(Ann, "one");
        await log.CommitAsync(log.RoleChanged(Ann, MemberRole.Admin));

        Assert.Equal((true, false), await ShownAsync(log, Ann));
        Assert.Equal((false, true), await ShownAsync(log, Bob));
        await WriteAsync(new StoreWrite.SetView(log.Room, Ann, false, true));
        Assert.Equal((false, true), await ShownAsync(log, Ann));
        await log.AppendAsync(log.Gone(Ann), log.Joined(Ann));
        Assert.Equal((false, false), await ShownAsync(log, Ann));
    }

    [Fact]
    public async Task Members_are_found_one_by_one()
    {
        var log = await RoomAsync("r-1", Ann, Bob);

        Assert.Equal(
            new MemberFacts(Ann, MemberRole.Owner, 2, null), await Store.FindMemberAsync(log.Room, Ann, CancellationToken.None));
        Assert.Null(await Store.FindMemberAsync(log.Room, Cid, CancellationToken.None));
        Assert.Null(await Store.FindMemberAsync(RoomId.Parse("r-none"), Ann, CancellationToken.None));
    }

    [Fact]
    public async Task Blocks_stand_until_they_are_lifted()
    {
        await WriteAsync(new StoreWrite.AddUser(new UserView(Cid, "Cid", null), Guest: false, Time: 1));
        await BlockAsync(Ann, Bob, time: 5);
        await BlockAsync(Ann, Cid, time: 6);
        await BlockAsync(Cid, Ann, time: 7);
        await BlockAsync(Ann, Bob, time: 8);

        var first = await Store.ListBlocksAsync(Ann, null, 1, CancellationToken.None);
        var second = await Store.ListBlocksAsync(Ann, first.Cursor, 1, CancellationToken.None);
        Assert.Equal([new PersonView(new UserView(Bob, Bob.Value, null), 5)], first.People);
        Assert.Equal([new PersonView(new UserView(Cid, "Cid", null), 6)], second.People);
        Assert.Null(second.Cursor);
        Assert.Equal([Cid], await Store.FindBlockersAsync([Dan, Cid, Bob], Ann, CancellationToken.None));
        Assert.Equal([Ann], await Store.FindBlockersAsync([Ann, Cid], Bob, CancellationToken.None));
        Assert.Empty(await Store.FindBlockersAsync([], Bob, CancellationToken.None));

        await BlockAsync(Ann, Bob, time: 9, on: false);
        await BlockAsync(Ann, Dan, time: 9, on: false);

        Assert.Empty(await Store.FindBlockersAsync([Ann, Cid], Bob, CancellationToken.None));
    }

    [Fact]
    public async Task Blocks_of_one_batch_apply_in_order()
    {
        await BlockAsync(Ann, Bob, time: 5);

        await Store.WriteAsync(
            [Blocking(Ann, Bob, 6, on: false), Blocking(Ann, Bob, 7), Blocking(Ann, Cid, 8), Blocking(Ann, Cid, 9, on: false)],
            CancellationToken.None);

        var page = await Store.ListBlocksAsync(Ann, null, 10, CancellationToken.None);
        Assert.Equal([(Bob, 7L)], page.People.Select(person => (person.User.Id, person.Since)));
    }

    [Fact]
    public async Task A_direct_room_wakes_up_with_who_has_blocked_the_other()
    {
        var direct = Log("dm-1", RoomKind.Direct);
        await direct.CreateAsync(Ann, Bob);
        var group = await RoomAsync("r-1", Ann, Bob);
        await BlockAsync(Bob, Ann);
        await BlockAsync(Ann, Cid);

        Assert.Equal([Bob], (await SnapshotAsync(direct)).Blockers);
        Assert.Empty((await SnapshotAsync(group)).Blockers);
        await BlockAsync(Ann, Bob);
        Assert.Equal([Ann, Bob], (await SnapshotAsync(direct)).Blockers);
    }

    [Theory]
    [InlineData("no cursor!")]
    [InlineData("bm9jb2xvbg")]
    public async Task A_made_up_cursor_is_refused(string cursor)
    {
        var log = await RoomAsync("r-1", Ann);

        await Assert.ThrowsAsync<InvalidCursorException>(() => Store.ListBansAsync(log.Room, cursor, 3, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Store.ListJoinRequestsAsync(log.Room, cursor, 3, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidCursorException>(() => Store.ListBlocksAsync(Ann, cursor, 3, CancellationToken.None));
    }

    private static StoreWrite.SetBlock Blocking(UserId by, UserId other, long time, bool on = true) =>
        new(RoomId.Parse("dm-1"), by, other, on, time);

    private async Task BlockAsync(UserId by, UserId other, long time = 1, bool on = true) =>
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(Blocking(by, other, time, on)));

    private async Task<(bool Pinned, bool Silenced)> ShownAsync(LogWriter log, UserId user)
    {
        var view = await ViewAsync(log.Room, user);
        return (view.Pinned, view.Muted);
    }

    private async Task<RoomSnapshot> SnapshotAsync(LogWriter log) =>
        Assert.Single(await Store.LoadRoomsAsync([log.Room], CancellationToken.None))!;

    private async Task<long> SeqAtAsync(LogWriter log, long time) => (await EventsAsync(log.Room)).Events
        .Single(stored => Json(stored.Frame).GetProperty("time").GetInt64() == time).Seq;
}
