using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Presence;

/// <summary>What is asked again: who shares a room, where people live, and who is still watched.</summary>
public sealed class PresenceCheckTests : PresenceTests
{
    [Fact]
    public async Task Who_leaves_the_last_shared_room_is_offline_with_the_next_check()
    {
        await WatchingAsync(PresenceKind.Online);
        Store.Write(Team, new RoomEvent.MemberChanged(4, Noon, Bob, MemberChange.Left, Bob, MemberRole.Member));

        await CheckAsync();

        Assert.Equal(["u-bob offline null"], await NewsAsync());
        Say(Bob, PresenceKind.Away, Noon);
        await TickAsync(PresenceActor.Interval);
        Assert.False(Session.HasMessages);
    }

    [Fact]
    public async Task So_is_everybody_for_who_watches_and_leaves()
    {
        await WatchingAsync(PresenceKind.Online);
        Store.Write(Team, new RoomEvent.MemberChanged(4, Noon, Ann, MemberChange.Left, Ann, MemberRole.Member));

        await CheckAsync();

        Assert.Equal(["u-bob offline null"], await NewsAsync());
    }

    [Fact]
    public async Task Who_comes_to_share_a_room_is_seen_with_the_next_check()
    {
        Seed(Other, Cat);
        Watch(Session, Ann, Bob);
        Assert.Equal(["u-bob offline null"], await AnswerAsync());
        Seed(Team, Ann, Bob);

        await CheckAsync();
        await AwaitConditionAsync(() => Task.FromResult(Users.HasMessages));
        Say(Bob, PresenceKind.Online);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    [Fact]
    public async Task A_check_that_finds_no_change_reads_nothing_but_marks()
    {
        await WatchingAsync(PresenceKind.Online);
        var before = Store.At(StoreStep.FindPeers).Calls;

        await CheckAsync();
        await SettleAsync();

        Assert.Equal(before, Store.At(StoreStep.FindPeers).Calls);
    }

    [Fact]
    public async Task An_actor_that_has_just_moved_is_believed_when_it_is_sure()
    {
        await WatchingAsync(PresenceKind.Online);

        Say(Bob, PresenceKind.Offline, isSure: false);
        await TickAsync(PresenceActor.Interval);
        Assert.False(Session.HasMessages);
        Say(Bob, PresenceKind.Offline, Noon);

        Assert.Equal([$"u-bob offline {Noon}"], await NewsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_moves_or_whose_node_is_lost_is_asked_for_again_with_what_was_known(bool moves)
    {
        await WatchingAsync(PresenceKind.Online);

        if (moves)
        {
            Presence.Tell(new PresencePush.Stopped(Bob), Owner);
        }
        else
        {
            Presence.Tell(new SessionInput.NodeLost(Owner.Ref.Path.Address));
        }

        await SettleAsync();
        for (var i = 0; i < 8 && !Users.HasMessages; i++)
        {
            await TickAsync(PresenceActor.Interval);
        }

        Assert.True((await Users.ExpectMsgAsync<PresenceCommand.Watch>()).IsThere);
    }

    [Fact]
    public async Task Who_is_watched_is_asked_for_again_with_every_check()
    {
        await WatchingAsync(PresenceKind.Online);

        await CheckAsync();

        Assert.True((await Users.ExpectMsgAsync<PresenceCommand.Watch>()).IsThere);
    }

    [Fact]
    public async Task Whom_nobody_watches_any_more_is_let_go()
    {
        await WatchingAsync(PresenceKind.Online);
        await WatchAsync(Session);
        Sys.Stop(Session);
        await ExpectTerminatedAsync(Session);
        await SettleAsync();

        await TickAsync(Options.Check);

        Assert.Equal(new PresenceCommand.Unwatch(Bob), await Owner.ExpectMsgAsync<PresenceCommand.Unwatch>());
    }
}
