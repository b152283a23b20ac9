using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateJoinTests
{
    [Fact]
    public void Where_admins_decide_who_joins_asks()
    {
        var room = AskingRoom();

        var asked = Assert.Single(room.Do(Join(Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(4, Noon, Cat, MemberChange.Requested, Cat, MemberRole.Member), asked);
        Assert.False(room.State.HasMember(Cat));
        room.AssertRefused(ErrorCode.NotMember, Post(Cat, "k-1"));
    }

    [Fact]
    public void Who_asks_twice_has_asked_once()
    {
        var room = AskingRoom();
        room.Do(Join(Cat));

        room.AssertRepeats(4, Join(Cat));
    }

    [Fact]
    public void Who_asked_is_let_in_once()
    {
        var room = AskingRoom();
        room.Do(Join(Cat));

        var joined = Assert.Single(room.Do(Accept(Ann, Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(5, Noon, Ann, MemberChange.Joined, Cat, MemberRole.Member), joined);
        Assert.Equal(0, room.State.People.RequestCount);
        room.AssertRepeats(5, Accept(Ann, Cat));
    }

    [Fact]
    public void Who_is_refused_may_ask_again()
    {
        var room = AskingRoom();
        room.Do(Join(Cat));

        var refused = Assert.Single(room.Do(Refuse(Ann, Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(5, Noon, Ann, MemberChange.Refused, Cat, MemberRole.Member), refused);
        room.AssertRefused(ErrorCode.NotFound, Refuse(Ann, Cat));
        room.AssertRefused(ErrorCode.NotFound, Accept(Ann, Cat));
        Assert.Single(room.Do(Join(Cat)));
    }

    [Fact]
    public void Who_did_not_ask_is_not_let_in()
    {
        var room = AskingRoom();

        room.AssertRefused(ErrorCode.NotFound, Accept(Ann, Cat));
    }

    [Fact]
    public void Who_asked_before_the_door_was_opened_comes_in()
    {
        var room = AskingRoom();
        room.Do(Join(Cat));
        room.Do(Update(Ann, JoinRule.Open));

        room.Do(Join(Cat));

        Assert.True(room.State.HasMember(Cat));
        Assert.Equal(0, room.State.People.RequestCount);
    }

    [Fact]
    public void Who_asked_and_is_invited_asks_no_more()
    {
        var room = AskingRoom();
        room.Do(Join(Cat));

        room.Do(Invite(Ann, Cat));

        Assert.Equal(0, room.State.People.RequestCount);
    }

    [Fact]
    public void As_many_as_may_ask_and_not_one_more()
    {
        var room = AskingRoom(new RoomOptions { MaxJoinRequests = 2 });
        room.Do(Join(Cat));

        room.Do(Join(Dan));

        room.AssertRefused(ErrorCode.RoomFull, Join(Eve));
    }

    [Fact]
    public void The_last_place_is_given_to_whoever_asked()
    {
        var room = AskingRoom(new RoomOptions { MaxMembers = 2 });
        room.Do(Join(Cat));
        room.Do(Join(Dan));

        room.Do(Accept(Ann, Cat));

        room.AssertRefused(ErrorCode.RoomFull, Accept(Ann, Dan));
    }

    [Fact]
    public void As_many_are_invited_as_there_are_places_and_not_one_more()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 3 });
        room.Do(Create(Ann, RoomKind.Group));

        room.AssertRefused(ErrorCode.RoomFull, Invite(Ann, Bob, Cat, Dan));
        var events = room.Do(Invite(Ann, Bob, Cat));

        Assert.Equal([3L, 4L], events.Select(stored => stored.Seq));
    }

    [Fact]
    public void Who_is_in_already_is_not_invited_again_and_takes_no_place()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 3 });
        room.Do(Create(Ann, RoomKind.Group, isPublic: false, Bob));

        var invited = Assert.Single(room.Do(Invite(Bob, Ann, Bob, Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(4, Noon, Bob, MemberChange.Invited, Cat, MemberRole.Member), invited);
        room.AssertRepeats(4, Invite(Bob, Ann, Cat));
    }

    [Theory]
    [InlineData(RoomKind.Group, JoinRule.Open, true)]
    [InlineData(RoomKind.Group, JoinRule.Invite, true)]
    [InlineData(RoomKind.Group, JoinRule.Approve, false)]
    [InlineData(RoomKind.Channel, JoinRule.Open, false)]
    public void Members_bring_others_into_groups_unless_admins_look_at_everybody(RoomKind kind, JoinRule rule, bool allowed)
    {
        var room = new DecidedRoom();
        room.Do(Create(Ann, kind, isPublic: true, Bob));
        room.State.Apply(Encoded(new RoomEvent.RoomChanged(4, Noon, Ann, RoomChange.Settings, new RoomSettings { JoinRule = rule })));

        Assert.Equal(allowed, room.Ask(Invite(Bob, Cat)) is Decision.Accepted);
    }

    [Fact]
    public void One_who_may_not_come_in_keeps_all_from_being_invited()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Ban(Ann, Eve));

        room.AssertRefused(ErrorCode.Banned, Invite(Ann, Cat, Eve));
    }

    // Ann's; it stands at seq 3.
    private static DecidedRoom AskingRoom(RoomOptions? options = null)
    {
        var room = new DecidedRoom(options);
        room.Do(Create(Ann, RoomKind.Group));
        room.Do(Update(Ann, JoinRule.Approve));
        return room;
    }
}
