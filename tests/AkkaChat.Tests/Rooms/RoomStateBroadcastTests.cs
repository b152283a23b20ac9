using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateBroadcastTests
{
    [Fact]
    public void It_is_made_with_its_owner_alone()
    {
        var room = new DecidedRoom();

        room.AssertRefused(ErrorCode.Forbidden, Create(Ann, RoomKind.Broadcast, isPublic: true, Bob));
        room.Do(Create(Ann, RoomKind.Broadcast, isPublic: false));

        Assert.Equal((2, JoinRule.Open), (room.State.LastSeq, room.State.Settings.JoinRule));
    }

    [Fact]
    public void Whether_somebody_is_in_must_be_looked_up()
    {
        var room = Live();

        Assert.Equal(new Decision.NeedsMember(Bob), room.Ask(Post(Bob, "k-1")));
        Assert.Equal(new Decision.NeedsMember(Bob), room.Ask(Join(Bob)));
        room.AssertRefused(ErrorCode.NotMember, Post(Bob, "k-1"));
    }

    [Fact]
    public void Coming_in_and_going_out_are_no_events()
    {
        var room = Live();

        Assert.Equal(new Decision.Follows(On: true), room.Settle(Join(Bob)));
        room.DoUnlogged(Join(Bob));
        room.AssertRepeats(2, Join(Bob));
        Assert.Equal(new Decision.Follows(On: false), room.Settle(Leave(Bob)));
        room.DoUnlogged(Leave(Bob));

        room.AssertRefused(ErrorCode.NotMember, Leave(Bob));
        Assert.Equal(2, room.State.LastSeq);
    }

    [Fact]
    public void A_follower_speaks()
    {
        var room = Live(Bob);

        Assert.Single(room.Do(Post(Bob, "k-1")));
    }

    [Fact]
    public void It_has_no_limit_of_members()
    {
        var room = new DecidedRoom(new RoomOptions { MaxMembers = 2 });
        room.Do(Create(Ann, RoomKind.Broadcast));
        room.DoUnlogged(Join(Bob));

        room.DoUnlogged(Join(Cat));

        Assert.True(room.State.HasMember(Cat));
    }

    [Fact]
    public void Whom_something_is_done_to_is_looked_up()
    {
        var room = Live();

        Assert.Equal(new Decision.NeedsMember(Bob), room.Ask(Remove(Ann, Bob)));
        Assert.Equal(new Decision.NeedsMember(Bob), room.Ask(Mute(Ann, Bob, 1)));
        Assert.Equal(new Decision.NeedsMember(Bob), room.Ask(Ban(Ann, Bob)));
        Assert.Equal(new Decision.NeedsMember(Bob), room.Ask(SetRole(Ann, Bob, MemberRole.Admin)));
        room.AssertRefused(ErrorCode.NotFound, Remove(Ann, Bob));
    }

    [Fact]
    public void For_whoever_may_do_nothing_nobody_is_looked_up()
    {
        var room = Live(Bob);

        foreach (var command in new RoomCommand[]
        {
            Remove(Bob, Cat), Mute(Bob, Cat, 1), Ban(Bob, Cat), SetRole(Bob, Cat, MemberRole.Admin),
        })
        {
            Assert.Equal(Decision.Refuse(ErrorCode.Forbidden), room.Ask(command));
        }
    }

    [Fact]
    public void A_follower_who_is_removed_or_banned_is_out()
    {
        var room = Live(Bob, Cat);

        room.Do(Remove(Ann, Bob));
        room.Do(Ban(Ann, Cat));

        room.AssertRefused(ErrorCode.NotMember, Post(Bob, "k-1"));
        room.AssertRefused(ErrorCode.Banned, Join(Cat));
        Assert.Equal(new Decision.Follows(On: true), room.Settle(Join(Bob)));
    }

    [Fact]
    public void A_follower_who_is_muted_may_not_speak()
    {
        var room = Live(Bob);

        room.Do(Mute(Ann, Bob, 1));

        room.AssertRefused(ErrorCode.Muted, Post(Bob, "k-1"));
    }

    [Fact]
    public void An_admin_leaves_by_an_event()
    {
        var room = Live(Bob);
        room.Do(SetRole(Ann, Bob, MemberRole.Admin));

        var left = Assert.Single(room.Do(Leave(Bob)));

        Assert.Equal(new RoomEvent.MemberChanged(4, Noon, Bob, MemberChange.Left, Bob, MemberRole.Admin), left);
        room.AssertRefused(ErrorCode.NotMember, Post(Bob, "k-1"));
    }

    [Fact]
    public void A_follower_who_is_muted_comes_back_muted()
    {
        var room = Live(Bob);
        room.Do(Mute(Ann, Bob, 1_000));
        room.Do(Leave(Bob));

        var back = Assert.IsType<RoomEvent.MemberChanged>(Assert.Single(room.Do(Join(Bob))));

        Assert.Equal((MemberChange.Joined, Noon + 1_000), (back.Change, back.Until));
        room.AssertRefused(ErrorCode.Muted, Post(Bob, "k-1"));
    }

    [Theory]
    [InlineData(JoinRule.Approve)]
    [InlineData(JoinRule.Invite)]
    public void Its_door_stays_open(JoinRule rule) =>
        Live().AssertRefused(ErrorCode.Forbidden, Update(Ann, new RoomSettings { JoinRule = rule }));

    [Fact]
    public void Who_has_no_role_and_no_mute_any_more_leaves_as_everybody_does()
    {
        var room = Live(Bob, Cat);
        room.Do(SetRole(Ann, Bob, MemberRole.Admin));
        room.Do(SetRole(Ann, Bob, MemberRole.Member));
        room.Do(Mute(Ann, Cat, 1));
        room.Do(Mute(Ann, Cat, 0));

        room.DoUnlogged(Leave(Bob));
        room.DoUnlogged(Leave(Cat));

        room.AssertRefused(ErrorCode.NotMember, Post(Bob, "k-1"));
        room.AssertRefused(ErrorCode.NotMember, Post(Cat, "k-1"));
    }

    [Fact]
    public void An_owner_who_leaves_is_followed_by_an_admin()
    {
        var room = Live(Bob);
        room.Do(SetRole(Ann, Bob, MemberRole.Admin));

        room.Do(Leave(Ann));

        Assert.Equal(MemberRole.Owner, room.State.RoleOf(Bob));
    }

    [Fact]
    public void A_follower_who_is_muted_is_nobodys_heir()
    {
        var room = Live(Bob);
        room.Do(Mute(Ann, Bob, 1));

        var left = Assert.Single(room.Do(Leave(Ann)));

        Assert.Equal(4, left.Seq);
    }

    [Fact]
    public void A_loaded_one_knows_those_with_a_role_or_a_mute_and_looks_up_the_others()
    {
        var room = Live(Bob, Cat, Dan);
        room.Do(SetRole(Ann, Bob, MemberRole.Admin));
        room.Do(Mute(Ann, Cat, 1_000));
        var loaded = new RoomState(
            Snapshot(
                4, [.. room.State.Members.Values], kind: RoomKind.Broadcast),
            new RoomOptions());

        Assert.Equal(new Decision.NeedsMember(Dan), loaded.Decide(Post(Dan, "k-1"), Noon));
        Assert.Equal(Decision.Refuse(ErrorCode.Muted), loaded.Decide(Post(Cat, "k-1"), Noon));
        Assert.IsType<Decision.Accepted>(loaded.Decide(Update(Bob, new RoomSettings { Name = "Live" }), Noon));
    }

    [Fact]
    public void Nobody_is_in_a_dissolved_one()
    {
        var room = Live(Bob);

        room.Do(Dissolve(Ann));

        room.AssertRefused(ErrorCode.NotFound, Post(Bob, "k-1"));
        room.AssertRefused(ErrorCode.NotFound, Join(Cat));
    }

    // Ann's; it stands at seq 2.
    private static DecidedRoom Live(params UserId[] followers)
    {
        var room = new DecidedRoom();
        room.Do(Create(Ann, RoomKind.Broadcast));
        foreach (var user in followers)
        {
            room.DoUnlogged(Join(user));
        }

        return room;
    }
}
