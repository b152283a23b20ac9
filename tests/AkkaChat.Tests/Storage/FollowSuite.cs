using System.Globalization;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Broadcast rooms: who follows one is a member without an event.</summary>
public abstract class FollowSuite : ChatStoreSuite
{
    private protected FollowSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task A_follower_is_a_member_from_here_on_without_an_event()
    {
        var log = await LiveAsync();
        await log.PostAsync(Ann, "before");
        var follow = log.Follow(Bob);

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(follow));

        var view = await ViewAsync(log.Room, Bob);
        Assert.Equal((MemberRole.Member, log.Seq, 0, 2), (view.Role, view.ReadSeq, view.Unread, view.MemberCount));
        Assert.Equal(log.Seq, view.LastSeq);
        Assert.Equal(
            new MemberFacts(Bob, MemberRole.Member, log.Seq, null),
            await Store.FindMemberAsync(log.Room, Bob, CancellationToken.None));
        var listed = await Store.ListMembersAsync(log.Room, null, 10, CancellationToken.None);
        Assert.Equal([Ann, Bob], listed.Members.Select(member => member.User.Id));
        Assert.Equal(follow.Time, listed.Members[1].JoinedAt);

        await log.PostAsync(Ann, "after");
        Assert.Equal(1, (await ViewAsync(log.Room, Bob)).Unread);
        Assert.Equal(log.Room, Assert.Single(await RoomsAsync(Bob)).Id);
    }

    [Fact]
    public async Task To_follow_twice_or_to_leave_twice_changes_nothing()
    {
        var log = await LiveAsync();
        await WriteAsync(log.Follow(Bob));
        await WriteAsync(log.Follow(Bob));
        Assert.Equal(2, (await ViewAsync(log.Room, Ann)).MemberCount);

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(log.Follow(Bob, on: false)));
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(log.Follow(Bob, on: false)));

        Assert.Equal(1, (await ViewAsync(log.Room, Ann)).MemberCount);
        Assert.Null((await ViewAsync(log.Room, Bob)).Role);
        Assert.Empty(await RoomsAsync(Bob));
    }

    [Fact]
    public async Task A_membership_mark_changes_with_following()
    {
        var log = await LiveAsync();
        var before = await MarkAsync(Bob);
        await WriteAsync(log.Follow(Bob));
        var first = await MarkAsync(Bob);
        await WriteAsync(log.Follow(Bob, on: false));
        var out1 = await MarkAsync(Bob);
        await WriteAsync(log.Follow(Bob));

        Assert.Equal(before, out1);
        Assert.Equal(3, new[] { before, first, await MarkAsync(Bob) }.Distinct().Count());
    }

    [Fact]
    public async Task Only_broadcast_rooms_that_stand_can_be_followed_and_not_by_the_banned()
    {
        var live = await LiveAsync();
        var group = await RoomAsync("r-1", Ann);
        await live.CommitAsync(live.Changed(Ann, MemberChange.Banned, Cid));

        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(Log("r-none").Follow(Bob)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(Log("r-none").Follow(Bob, on: false)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(group.Follow(Bob)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(group.Follow(Ann, on: false)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(live.Follow(Cid)));
        var outcomes = await Store.WriteAsync(
            [live.Follow(Bob), live.Run(live.Changed(Ann, MemberChange.Banned, Bob)), live.Follow(Bob)], CancellationToken.None);
        Assert.IsType<StoreOutcome.Missing>(outcomes[2]);
        await live.CommitAsync(live.Dissolved());
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(live.Follow(UserId.Parse("u-dan"))));

        Assert.Null(await Store.FindRoomAsync(live.Room, Ann, CancellationToken.None));
        Assert.Equal(1, (await ViewAsync(group.Room, Ann)).MemberCount);
    }

    [Fact]
    public async Task It_wakes_up_with_those_members_only_of_whom_there_is_more_to_know()
    {
        var log = await LiveAsync();
        UserId[] followers = [Bob, Cid, UserId.Parse("u-dan")];
        await Store.WriteAsync([.. followers.Select(user => log.Follow(user))], CancellationToken.None);
        await log.CommitAsync(log.RoleChanged(Bob, MemberRole.Admin));
        await log.CommitAsync(log.Muted(Cid, 9_000));

        var snapshot = Assert.Single(await Store.LoadRoomsAsync([log.Room], CancellationToken.None))!;

        Assert.Equal(
            [(Ann, MemberRole.Owner, null), (Bob, MemberRole.Admin, null), (Cid, MemberRole.Member, 9_000L)],
            snapshot.Members.Select(member => (member.User, member.Role, member.MutedUntil)));
    }

    [Fact]
    public async Task Follows_keep_their_order_with_what_is_said()
    {
        var log = await LiveAsync();
        var first = log.Run(log.Posted(Ann, "one"));
        var follow = log.Follow(Bob);
        var second = log.Run(log.Posted(Ann, "two"));

        var outcomes = await Store.WriteAsync([first, follow, second, log.Follow(Cid)], CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.IsType<StoreOutcome.Committed>(outcome));
        Assert.Equal(1, (await ViewAsync(log.Room, Bob)).Unread);
        Assert.Equal(0, (await ViewAsync(log.Room, Cid)).Unread);
    }

    [Fact]
    public async Task Thousands_follow_in_one_batch()
    {
        var log = await LiveAsync();
        var users = Enumerable.Range(0, 3_000)
            .Select(number => UserId.Parse(string.Create(CultureInfo.InvariantCulture, $"u-{number}")))
            .ToList();

        await Store.WriteAsync([.. users.Select(user => log.Follow(user))], CancellationToken.None);
        Assert.Equal(3_001, (await ViewAsync(log.Room, Ann)).MemberCount);

        await Store.WriteAsync([.. users.Take(1_000).Select(user => log.Follow(user, on: false))], CancellationToken.None);
        Assert.Equal(2_001, (await ViewAsync(log.Room, Ann)).MemberCount);
    }

    private async Task<LogWriter> LiveAsync()
    {
        var log = Log("r-live", RoomKind.Broadcast);
        await log.CreateAsync(Ann);
        return log;
    }

    private async Task<long> MarkAsync(UserId user) =>
        Assert.Single(await Store.LoadMembershipMarksAsync([user], CancellationToken.None));

    private async Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user) =>
        Assert.Single(await Store.ListConversationsAsync([new ConversationQuery(user, null, 10)], CancellationToken.None)).Rooms;
}
