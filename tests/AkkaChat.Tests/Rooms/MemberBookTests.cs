using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class MemberBookTests
{
    private readonly MemberBook _book = new();

    [Fact]
    public void As_many_followers_are_known_as_there_is_room_for()
    {
        Follow(MemberBook.MostFollowers);

        Assert.True(_book.Knows(Follower(0)));
        Assert.Equal(MemberRole.Member, _book.RoleOf(Follower(0)));
    }

    [Fact]
    public void One_more_and_the_others_are_to_be_looked_up_again()
    {
        Follow(MemberBook.MostFollowers + 1);

        Assert.False(_book.Knows(Follower(0)));
        Assert.True(_book.Knows(Follower(MemberBook.MostFollowers)));
    }

    [Fact]
    public void Who_is_known_already_makes_no_room()
    {
        Follow(MemberBook.MostFollowers);

        _book.SetFollower(Follower(0), isIn: false);

        Assert.True(_book.Knows(Follower(1)));
        Assert.Null(_book.RoleOf(Follower(0)));
    }

    [Fact]
    public void What_is_known_is_newer_than_what_was_looked_up()
    {
        _book.SetFollower(Bob, isIn: true);

        _book.LearnFollower(Bob, isIn: false);
        _book.LearnFollower(Cat, isIn: true);

        Assert.Equal((MemberRole.Member, MemberRole.Member), (_book.RoleOf(Bob), _book.RoleOf(Cat)));
    }

    [Fact]
    public void A_follower_who_is_forgotten_is_to_be_looked_up_again()
    {
        _book.SetFollower(Bob, isIn: true);

        _book.ForgetFollower(Bob);

        Assert.False(_book.Knows(Bob));
    }

    [Fact]
    public void A_follower_becomes_known_with_the_first_thing_that_is_done_to_them()
    {
        _book.SetFollower(Bob, isIn: true);

        Apply(MemberChange.Muted, Bob, until: Noon);

        Assert.Equal(Noon, _book.Members[Bob].MutedUntil);
    }

    [Theory]
    [InlineData(RoomKind.Broadcast, false)]
    [InlineData(RoomKind.Channel, true)]
    public void Who_has_no_role_and_no_mute_any_more_is_one_of_very_many_in_a_broadcast(RoomKind kind, bool isListed)
    {
        Apply(MemberChange.Joined, Bob, MemberRole.Admin, kind: kind);

        Apply(MemberChange.Role, Bob, MemberRole.Member, kind: kind);

        Assert.Equal(isListed, _book.Members.ContainsKey(Bob));
        Assert.Equal(MemberRole.Member, _book.RoleOf(Bob));
    }

    [Fact]
    public void Who_is_taken_out_is_known_to_be_out()
    {
        _book.SetFollower(Bob, isIn: true);
        Apply(MemberChange.Role, Bob, MemberRole.Admin);

        Apply(MemberChange.Removed, Bob);

        Assert.True(_book.Knows(Bob));
        Assert.Null(_book.RoleOf(Bob));
    }

    [Fact]
    public void The_heir_is_the_highest_and_among_equals_the_oldest()
    {
        Apply(MemberChange.Joined, Ann, MemberRole.Owner, seq: 2);
        Apply(MemberChange.Joined, Bob, seq: 3);
        Apply(MemberChange.Joined, Cat, seq: 4);
        Assert.Equal(Bob, _book.HeirOf(Ann, MemberRole.Member));

        Apply(MemberChange.Role, Cat, MemberRole.Admin, seq: 5);

        Assert.Equal(Cat, _book.HeirOf(Ann, MemberRole.Member));
    }

    [Fact]
    public void Nobody_less_than_asked_for_is_an_heir()
    {
        Apply(MemberChange.Joined, Ann, MemberRole.Owner);
        Apply(MemberChange.Joined, Bob);

        Assert.Null(_book.HeirOf(Ann, MemberRole.Admin));
    }

    [Fact]
    public void Of_two_the_one_whom_the_other_has_blocked_is_blocked()
    {
        _book.SetBlock(Ann, on: true);

        Assert.True(_book.IsBlocked(Bob));
        Assert.False(_book.IsBlocked(Ann));
    }

    [Fact]
    public void Of_two_who_have_blocked_each_other_both_are_blocked()
    {
        _book.SetBlock(Ann, on: true);

        _book.SetBlock(Bob, on: true);

        Assert.True(_book.IsBlocked(Ann) && _book.IsBlocked(Bob));
    }

    [Fact]
    public void Blocks_that_were_looked_up_add_to_those_that_are_known()
    {
        _book.SetBlock(Ann, on: true);
        Assert.False(_book.KnowsBlocks);

        _book.LearnBlocks([Bob]);

        Assert.True(_book.KnowsBlocks && _book.HasBlocked(Ann) && _book.HasBlocked(Bob));
    }

    private static UserId Follower(int number) => UserId.Parse($"f-{number}");

    private void Follow(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _book.SetFollower(Follower(i), isIn: true);
        }
    }

    private void Apply(
        MemberChange change,
        UserId user,
        MemberRole role = MemberRole.Member,
        long seq = 9,
        long? until = null,
        RoomKind kind = RoomKind.Group) =>
        _book.Apply(new RoomEvent.MemberChanged(seq, Noon, Ann, change, user, role) { Until = until }, kind);
}
