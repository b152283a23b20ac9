using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateModerationTests
{
    private static readonly UserId Fay = UserId.Parse("u-fay");

    [Fact]
    public void Who_is_muted_may_not_speak_until_the_time()
    {
        var room = TeamRoom();

        var muted = Assert.Single(room.Do(Mute(Ann, Cat, 1_000)));

        var expected = new RoomEvent.MemberChanged(7, Noon, Ann, MemberChange.Muted, Cat, MemberRole.Member) { Until = Noon + 1_000 };
        Assert.Equal(expected, muted);
        room.Now = Noon + 999;
        room.AssertRefused(ErrorCode.Muted, Post(Cat, "k-1"));
        room.Now = Noon + 1_000;
        Assert.Single(room.Do(Post(Cat, "k-1")));
    }

    [Fact]
    public void Going_and_coming_back_ends_no_mute()
    {
        var room = TeamRoom();
        room.Do(Mute(Ann, Cat, 1_000));

        room.Do(Leave(Cat));
        var back = Assert.IsType<RoomEvent.MemberChanged>(Assert.Single(room.Do(Invite(Ann, Cat))));

        Assert.Equal(Noon + 1_000, back.Until);
        room.AssertRefused(ErrorCode.Muted, Post(Cat, "k-1"));
        room.Do(Remove(Ann, Cat));
        room.Now = Noon + 1_000;
        Assert.Null(Assert.IsType<RoomEvent.MemberChanged>(Assert.Single(room.Do(Invite(Ann, Cat)))).Until);
        Assert.Single(room.Do(Post(Cat, "k-1")));
    }

    [Fact]
    public void As_many_are_muted_as_may_be_and_not_one_more_also_when_one_has_left()
    {
        var room = TeamRoom(new RoomOptions { MaxMutes = 1 });
        room.Do(Mute(Ann, Cat, 1_000));

        room.AssertRefused(ErrorCode.TooLarge, Mute(Ann, Dan, 1_000));
        Assert.Single(room.Do(Mute(Ann, Cat, 2_000))); // whom it holds already
        room.Do(Leave(Cat));
        room.AssertRefused(ErrorCode.TooLarge, Mute(Ann, Dan, 1_000));
        room.Now = Noon + 2_000;
        Assert.Single(room.Do(Mute(Ann, Dan, 1_000)));
    }

    [Fact]
    public void A_mute_is_ended_once()
    {
        var room = TeamRoom();
        room.Do(Mute(Ann, Cat, 1_000));

        var ended = Assert.Single(room.Do(Mute(Bob, Cat, 0)));

        Assert.Equal(new RoomEvent.MemberChanged(8, Noon, Bob, MemberChange.Unmuted, Cat, MemberRole.Member), ended);
        room.AssertRepeats(8, Mute(Bob, Cat, 0));
        Assert.Single(room.Do(Post(Cat, "k-1")));
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1_000, false)]
    public void A_mute_that_is_over_need_not_be_ended(long after, bool accepted)
    {
        var room = TeamRoom();
        room.Do(Mute(Ann, Cat, 1_000));
        room.Now += after;

        Assert.Equal(accepted, room.Ask(Mute(Ann, Cat, 0)) is Decision.Accepted);
    }

    [Fact]
    public void A_second_mute_takes_the_place_of_the_first()
    {
        var room = TeamRoom();
        room.Do(Mute(Ann, Cat, 1_000));

        room.Do(Mute(Ann, Cat, 10));

        Assert.Equal(Noon + 10, room.State.People.MutedUntil(Cat));
    }

    [Fact]
    public void An_owner_who_was_muted_before_may_speak()
    {
        var room = TeamRoom();
        room.Do(Mute(Ann, Cat, 1_000));

        room.Do(SetRole(Ann, Cat, MemberRole.Owner));

        Assert.Single(room.Do(Post(Cat, "k-1")));
    }

    [Fact]
    public void Where_all_are_muted_admins_speak()
    {
        var room = TeamRoom();
        room.Do(Update(Ann, new RoomSettings { MuteAll = true }));

        room.AssertRefused(ErrorCode.Muted, Post(Cat, "k-1"));

        Assert.Single(room.Do(Post(Bob, "k-1")));
    }

    [Fact]
    public void A_role_is_given_once()
    {
        var room = TeamRoom();

        var given = Assert.Single(room.Do(SetRole(Ann, Cat, MemberRole.Admin)));

        Assert.Equal(new RoomEvent.MemberChanged(7, Noon, Ann, MemberChange.Role, Cat, MemberRole.Admin), given);
        room.AssertRepeats(7, SetRole(Ann, Cat, MemberRole.Admin));
    }

    [Fact]
    public void Another_role_leaves_a_mute_as_it_is()
    {
        var room = TeamRoom();
        room.Do(Mute(Ann, Cat, 1_000));

        room.Do(SetRole(Ann, Cat, MemberRole.Admin));

        room.AssertRefused(ErrorCode.Muted, Post(Cat, "k-1"));
    }

    [Fact]
    public void Who_makes_another_one_the_owner_is_an_admin()
    {
        var room = TeamRoom();

        var events = room.Do(SetRole(Ann, Cat, MemberRole.Owner));

        Assert.Equal(
            [
                new RoomEvent.MemberChanged(7, Noon, Ann, MemberChange.Role, Cat, MemberRole.Owner),
                new RoomEvent.MemberChanged(8, Noon, Ann, MemberChange.Role, Ann, MemberRole.Admin),
            ],
            events);
        Assert.Equal((MemberRole.Admin, MemberRole.Owner), (room.State.RoleOf(Ann), room.State.RoleOf(Cat)));
    }

    [Fact]
    public void An_owner_does_not_give_away_less_than_the_room()
    {
        var room = TeamRoom();

        room.AssertRefused(ErrorCode.Forbidden, SetRole(Ann, Ann, MemberRole.Member));
    }

    [Fact]
    public void Who_is_removed_is_out_and_may_come_back()
    {
        var room = TeamRoom();

        var removed = Assert.Single(room.Do(Remove(Bob, Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(7, Noon, Bob, MemberChange.Removed, Cat, MemberRole.Member), removed);
        room.AssertRefused(ErrorCode.NotMember, Post(Cat, "k-1"));
        room.AssertRefused(ErrorCode.NotFound, Remove(Bob, Cat));
        Assert.Single(room.Do(Join(Cat)));
    }

    [Fact]
    public void Who_is_banned_is_out_and_may_not_come_back()
    {
        var room = TeamRoom();

        var banned = Assert.Single(room.Do(Ban(Bob, Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(7, Noon, Bob, MemberChange.Banned, Cat, MemberRole.Member), banned);
        room.AssertRefused(ErrorCode.Banned, Join(Cat));
        room.AssertRefused(ErrorCode.Banned, Post(Cat, "k-1"));
        room.AssertRefused(ErrorCode.Banned, Invite(Ann, Eve, Cat));
        room.AssertRepeats(7, Ban(Ann, Cat));
    }

    [Fact]
    public void Who_was_never_in_may_be_banned()
    {
        var room = TeamRoom();

        room.Do(Ban(Bob, Eve));

        room.AssertRefused(ErrorCode.Banned, Join(Eve));
    }

    [Fact]
    public void Who_is_unbanned_may_come_back()
    {
        var room = TeamRoom();
        room.Do(Ban(Bob, Cat));

        var unbanned = Assert.Single(room.Do(Unban(Bob, Cat)));

        Assert.Equal(new RoomEvent.MemberChanged(8, Noon, Bob, MemberChange.Unbanned, Cat, MemberRole.Member), unbanned);
        room.AssertRepeats(8, Unban(Bob, Cat));
        Assert.Single(room.Do(Join(Cat)));
    }

    [Fact]
    public void As_many_as_may_be_are_banned_and_not_one_more()
    {
        var room = TeamRoom(new RoomOptions { MaxBans = 2 });
        room.Do(Ban(Ann, Eve));

        room.Do(Ban(Ann, Cat));

        room.AssertRefused(ErrorCode.TooLarge, Ban(Ann, Fay));
        room.Do(Unban(Ann, Eve));
        Assert.Single(room.Do(Ban(Ann, Fay)));
    }

    [Fact]
    public void A_request_of_whoever_is_banned_is_over()
    {
        var room = TeamRoom();
        room.Do(Update(Ann, JoinRule.Approve));
        room.Do(Join(Eve));

        room.Do(Ban(Ann, Eve));

        Assert.Equal(0, room.State.People.RequestCount);
        room.AssertRefused(ErrorCode.NotFound, Accept(Ann, Eve));
    }

    [Fact]
    public void Who_is_blocked_says_nothing_in_a_direct_room_and_the_other_one_does()
    {
        var room = new DecidedRoom();
        room.Do(OpenDirect(Ann, Bob));

        room.DoUnlogged(Block(Ann, Bob));

        room.AssertRefused(ErrorCode.Blocked, Post(Bob, "k-1"));
        Assert.Single(room.Do(Post(Ann, "k-1")));
    }

    [Fact]
    public void Who_is_blocked_no_longer_may_speak()
    {
        var room = new DecidedRoom();
        room.Do(OpenDirect(Ann, Bob));
        room.DoUnlogged(Block(Ann, Bob));
        room.DoUnlogged(Block(Bob, Ann));

        room.DoUnlogged(Block(Ann, Bob, on: false));

        Assert.Single(room.Do(Post(Bob, "k-1")));
        room.AssertRefused(ErrorCode.Blocked, Post(Ann, "k-1"));
    }

    [Fact]
    public void A_block_from_before_the_direct_room_holds_in_it()
    {
        var room = new DecidedRoom();
        room.Blocks.Add((Ann, Bob));

        Assert.Equal(new Decision.NeedsBlocks(Ann, Bob), room.Ask(OpenDirect(Ann, Bob)));
        room.Do(OpenDirect(Ann, Bob));

        room.AssertRefused(ErrorCode.Blocked, Post(Bob, "k-1"));
    }

    [Fact]
    public void A_room_that_is_not_direct_takes_no_block()
    {
        var room = TeamRoom();

        room.AssertRefused(ErrorCode.Forbidden, Block(Ann, Bob));
    }

    [Fact]
    public void The_server_does_what_an_owner_may()
    {
        var room = TeamRoom();
        room.Do(Post(Cat, "k-1"));

        Assert.Single(room.Do(Post(UserId.System, "k-1")));
        Assert.Single(room.Do(Recall(UserId.System, 7)));
        Assert.Single(room.Do(Remove(UserId.System, Bob)));
        room.AssertRefused(ErrorCode.Forbidden, Remove(UserId.System, Ann));
        Assert.Single(room.Do(Dissolve(UserId.System)));
    }

    [Fact]
    public void The_server_is_in_no_room()
    {
        var room = TeamRoom();

        room.AssertRepeats(6, Join(UserId.System));
        room.AssertRefused(ErrorCode.NotMember, Leave(UserId.System));
    }

    [Fact]
    public void An_owner_whom_the_server_makes_takes_the_place_of_the_one_before()
    {
        var room = TeamRoom();

        room.Do(SetRole(UserId.System, Cat, MemberRole.Owner));

        Assert.Equal((MemberRole.Admin, MemberRole.Owner), (room.State.RoleOf(Ann), room.State.RoleOf(Cat)));
        Assert.Equal(4, room.State.Members.Count);
    }

    [Fact]
    public void A_message_of_the_server_is_recalled_by_owners_and_admins()
    {
        var room = TeamRoom();
        room.Do(Post(UserId.System, "k-1"));

        room.AssertRefused(ErrorCode.Forbidden, Recall(Cat, 7));
        Assert.Single(room.Do(Recall(Bob, 7)));
    }

    // A public channel of Ann, who owns it, Bob, an admin, Cat and Dan; it stands at seq 6.
    private static DecidedRoom TeamRoom(RoomOptions? options = null)
    {
        var room = new DecidedRoom(options);
        room.Do(Create(Ann, RoomKind.Channel, isPublic: true, Bob, Cat, Dan));
        room.Do(SetRole(Ann, Bob, MemberRole.Admin));
        return room;
    }
}
