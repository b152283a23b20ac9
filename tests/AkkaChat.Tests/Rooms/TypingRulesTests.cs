using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class TypingRulesTests
{
    [Fact]
    public void A_member_may_be_seen_writing() => Assert.True(MayShow([Member(Ann), Member(Bob)]));

    [Fact]
    public void A_stranger_may_not() => Assert.False(MayShow([Member(Bob)]));

    [Fact]
    public void Who_is_muted_may_not_until_the_time_is_over()
    {
        Assert.False(MayShow([Member(Ann, mutedUntil: Noon + 1)]));
        Assert.True(MayShow([Member(Ann, mutedUntil: Noon)]));
    }

    [Theory]
    [InlineData(RoomKind.Group, true)]
    [InlineData(RoomKind.Channel, true)]
    [InlineData(RoomKind.Direct, true)]
    [InlineData(RoomKind.Broadcast, false)]
    public void It_is_shown_in_all_kinds_of_rooms_but_live_ones(RoomKind kind, bool shown) =>
        Assert.Equal(shown, MayShow([Member(Ann), Member(Bob)], kind));

    [Fact]
    public void It_is_shown_in_a_room_of_200_and_not_of_201()
    {
        Assert.True(MayShow(Many(Limits.MaxTypingMembers)));
        Assert.False(MayShow(Many(Limits.MaxTypingMembers + 1)));
    }

    private static MemberFacts[] Many(int count) =>
        [Member(Ann), .. Enumerable.Range(2, count - 1).Select(i => Member(UserId.Parse($"u-{i}")))];

    private static bool MayShow(MemberFacts[] members, RoomKind kind = RoomKind.Group) =>
        TypingRules.MayShow(new DecidedRoom(snapshot: Snapshot(3, members, kind: kind)).State, Ann, Noon);
}
