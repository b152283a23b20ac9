using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateMemberTests
{
    [Fact]
    public void A_room_begins_with_its_creation_its_owner_and_whom_the_owner_invited()
    {
        var room = new DecidedRoom();

        var events = room.Do(Create(Ann, Bob, Cat));

        Assert.Equal(
            [
                new RoomEvent.RoomCreated(1, Noon, Ann, "Team", RoomKind.Channel, IsPublic: true, JoinRule.Open),
                new RoomEvent.MemberChanged(2, Noon, Ann, MemberChange.Joined, Ann, MemberRole.Owner),
                new RoomEvent.MemberChanged(3, Noon, Ann, MemberChange.Invited, Bob, MemberRole.Member),
                new RoomEvent.MemberChanged(4, Noon, Ann, MemberChange.Invited, Cat, MemberRole.Member),
            ],
            events);
    }

    [Fact]
    public void A_maker_who_names_themselves_comes_in_once()
    {
        var room = new DecidedRoom();

        room.Do(Create(Ann, Ann, Bob));

        Assert.Equal((3, 2), (room.State.LastSeq, room.State.Members.Count));
    }

    [Fact]
    public void A_private_room_is_for_the_invited()
    {
        var room = new DecidedRoom();

        room.Do(Create(Ann) with { IsPublic = false });

        room.AssertRefused(ErrorCode.Forbidden, Join(Bob));
    }

    [Fact]
    public void A_room_of_the_server_has_nobody_in_it()
    {
        var room = new DecidedRoom();

        room.Do(Create(UserId.System));

        Assert.Equal((1, 0), (room.State.LastSeq, room.State.Members.Count));
    }

    [Fact]
    public void A_direct_room_has_two_equal_members()
    {
        var room = new DecidedRoom();

        var events = room.Do(OpenDirect(Ann, Bob));

        Assert.Equal(
            [
                new RoomEvent.RoomCreated(1, Noon, Ann, "", RoomKind.Direct, IsPublic: false, JoinRule.Invite),
                new RoomEvent.MemberChanged(2, Noon, Ann, MemberChange.Joined, Ann, MemberRole.Member),
                new RoomEvent.MemberChanged(3, Noon, Ann, MemberChange.Invited, Bob, MemberRole.Member),
            ],
            events);
    }

    [Fact]
    public void A_direct_room_opened_from_the_other_side_is_the_same()
    {
        var room = new DecidedRoom();
        room.Do(OpenDirect(Ann, Bob));

        room.AssertRepeats(3, OpenDirect(Bob, Ann));
    }

    [Fact]
    public void Who_joins_is_a_member_and_may_speak()
    {
        var room = DecidedRoom.Of();

        var joined = Assert.Single(room.Do(Join(Bob)));
        room.Do(Post(Bob, "k-1"));

        Assert.Equal(new RoomEvent.MemberChanged(3, Noon, Bob, MemberChange.Joined, Bob, MemberRole.Member), joined);
    }

    [Fact]
    public void Who_left_may_not_speak()
    {
        var room = DecidedRoom.Of(Bob);

        var left = Assert.Single(room.Do(Leave(Bob)));

        Assert.Equal(new RoomEvent.MemberChanged(4, Noon, Bob, MemberChange.Left, Bob, MemberRole.Member), left);
        room.AssertRefused(ErrorCode.NotMember, Post(Bob, "k-1"));
    }

    [Fact]
    public void Who_left_may_join_again()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Leave(Bob));

        room.Do(Join(Bob));

        Assert.True(room.State.HasMember(Bob));
    }

    [Fact]
    public void The_last_place_of_a_room_can_be_taken()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 3 });
        room.Do(Create(Ann, Bob));

        room.Do(Join(Cat));

        Assert.Equal(3, room.State.Members.Count);
    }

    [Fact]
    public void Nobody_comes_into_a_full_room()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 3 });
        room.Do(Create(Ann, Bob, Cat));

        room.AssertRefused(ErrorCode.RoomFull, Join(Dan));
    }

    [Fact]
    public void A_member_of_a_full_room_who_joins_again_is_in()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 2 });
        room.Do(Create(Ann, Bob));

        room.AssertRepeats(3, Join(Bob));
    }

    [Fact]
    public void A_room_can_be_made_with_as_many_as_it_may_have()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 3 });

        room.Do(Create(Ann, Bob, Cat));

        Assert.Equal(3, room.State.Members.Count);
    }

    [Fact]
    public void A_room_can_not_be_made_with_more_than_it_may_have()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 3 });

        room.AssertRefused(ErrorCode.RoomFull, Create(Ann, Bob, Cat, Dan));
    }

    [Fact]
    public void An_owner_who_leaves_is_followed_by_an_admin()
    {
        var room = new DecidedRoom(snapshot: Snapshot(
            5, [Member(Ann, MemberRole.Owner, 2), Member(Bob, joinedSeq: 3), Member(Cat, MemberRole.Admin, 4)]));

        var events = room.Do(Leave(Ann));

        Assert.Equal(new RoomEvent.MemberChanged(7, Noon, Ann, MemberChange.Role, Cat, MemberRole.Owner), events[1]);
    }

    [Fact]
    public void Among_equals_an_owner_is_followed_by_whoever_is_in_longest()
    {
        var room = new DecidedRoom(snapshot: Snapshot(
            5, [Member(Ann, MemberRole.Owner, 2), Member(Bob, joinedSeq: 4), Member(Cat, joinedSeq: 3)]));

        var events = room.Do(Leave(Ann));

        Assert.Equal(Cat, Assert.IsType<RoomEvent.MemberChanged>(events[1]).User);
    }

    [Fact]
    public void The_heir_has_the_rights_of_an_owner()
    {
        var room = DecidedRoom.Of(Bob, Cat);
        room.Do(Post(Cat, "k-1"));

        room.Do(Leave(Ann));

        Assert.Equal(8, Assert.Single(room.Do(Recall(Bob, 5))).Seq);
    }

    [Fact]
    public void The_last_one_to_leave_has_no_heir()
    {
        var room = DecidedRoom.Of();

        var events = room.Do(Leave(Ann));

        Assert.Single(events);
        Assert.Empty(room.State.Members);
    }
}
