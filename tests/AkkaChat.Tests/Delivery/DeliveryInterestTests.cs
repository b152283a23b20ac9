using Akka.Actor;
using AkkaChat.Server.Delivery;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

/// <summary>Whose events a Delivery asks for, from when and until when.</summary>
public sealed class DeliveryInterestTests : DeliveryTests
{
    public DeliveryInterestTests() => SeedTo(5);

    [Fact]
    public async Task The_first_session_of_a_room_subscribes()
    {
        Attach(Session, Ann);

        Assert.Equal(new InterestCommand.Subscribe(Team), await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>());
    }

    [Fact]
    public async Task A_session_is_attached_at_the_head_that_was_read_after_subscribing()
    {
        Attach(Session, Ann);
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        Delivery.Tell(new FeedMessage.Subscribed(Team), Room);

        Assert.Equal(new DeliveryPush.Attached(Team, 5), await Session.ExpectMsgAsync<DeliveryPush.Attached>());
    }

    [Fact]
    public async Task A_second_session_is_attached_at_once()
    {
        await GoLiveAsync();
        var second = CreateTestProbe();
        Delivery.Tell(Events(6), Room);

        Attach(second, Bob);

        Assert.Equal(new DeliveryPush.Attached(Team, 6), await second.ExpectMsgAsync<DeliveryPush.Attached>());
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        Assert.False(Rooms.HasMessages);
    }

    [Fact]
    public async Task Whoever_comes_gets_nothing_that_came_before()
    {
        await GoLiveAsync();
        var second = CreateTestProbe();
        ((IInternalActorRef)Delivery).Suspend();
        Delivery.Tell(Events(6), Room);
        Attach(second, Bob);
        Delivery.Tell(Events(7), Room);
        ((IInternalActorRef)Delivery).Resume(causedByFailure: null);

        Assert.Equal(new DeliveryPush.Attached(Team, 6), await second.ExpectMsgAsync<DeliveryPush.Attached>());
        await PassedAsync(second, 7);
        await PassedAsync(Session, 6, 7);
    }

    [Fact]
    public async Task A_leave_older_than_a_known_return_detaches_nobody()
    {
        var bob = CreateTestProbe("bob");
        await GoLiveAsync();
        Attach(bob, Bob, asOf: 8);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();

        Delivery.Tell(new FeedMessage.Events(Team, [Frame(6), Frame(7, gone: Bob), Frame(8)]), Room);

        await PassedAsync(bob, 6, 7);
        await PassedAsync(bob, 8);
    }

    [Fact]
    public async Task Sessions_are_told_when_their_Delivery_stops()
    {
        await GoLiveAsync();

        Sys.Stop(Delivery);

        await Session.ExpectMsgAsync<DeliveryPush.Lost>();
    }

    [Fact]
    public async Task A_session_that_detached_gets_nothing_more()
    {
        var bob = CreateTestProbe("bob");
        await GoLiveAsync();
        Attach(bob, Bob);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();

        Delivery.Tell(new AttachCommand.Detach(Team), bob);
        Delivery.Tell(Events(6), Room);

        await PassedAsync(Session, 6);
        Assert.False(bob.HasMessages);
    }

    [Fact]
    public async Task A_room_that_starts_learns_whether_anybody_is_here()
    {
        await GoLiveAsync();

        Delivery.Tell(new FeedMessage.Interested(Team), Room);
        Delivery.Tell(new FeedMessage.Interested(Other), Room);

        Assert.Equal(new InterestCommand.Interest(Team, Yes: true), await Room.ExpectMsgAsync<InterestCommand.Interest>());
        Assert.Equal(new InterestCommand.Interest(Other, Yes: false), await Room.ExpectMsgAsync<InterestCommand.Interest>());
    }

    [Fact]
    public async Task A_room_that_nobody_is_in_is_told_to_stop_sending()
    {
        Delivery.Tell(new FeedMessage.Events(Other, Frames(1)), Room);

        await Room.ExpectMsgAsync<InterestCommand.Unsubscribe>();
    }

    [Fact]
    public async Task A_quiet_check_finds_a_last_event_that_was_lost()
    {
        await GoLiveAsync();
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        SeedTo(6);

        Advance(Options.QuietCheck);

        await PassedAsync(Session, 6);
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
    }

    [Fact]
    public async Task A_room_that_was_busy_is_not_checked()
    {
        await GoLiveAsync();
        Delivery.Tell(Events(6), Room);
        await PassedAsync(Session, 6);
        var before = Store.At(StoreStep.LoadHeads).Calls;

        Advance(Options.QuietCheck);
        Delivery.Tell(Events(7), Room);
        await PassedAsync(Session, 7);

        Assert.Equal(before, Store.At(StoreStep.LoadHeads).Calls);
    }

    [Fact]
    public async Task A_head_that_could_not_be_read_is_asked_for_again_soon()
    {
        Store.At(StoreStep.LoadHeads).Fail();
        Attach(Session, Ann);
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        Delivery.Tell(new FeedMessage.Subscribed(Team), Room);
        await AwaitConditionAsync(() =>
        {
            Advance(FeedSubscriptions.Interval);
            return Task.FromResult(Rooms.HasMessages);
        });
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        Delivery.Tell(new FeedMessage.Subscribed(Team), Room);

        await Session.ExpectMsgAsync<DeliveryPush.Attached>();
    }

    [Fact]
    public async Task A_room_is_let_go_after_some_checks_without_a_session()
    {
        const int Checks = 3;
        await GoLiveAsync();
        await WatchAsync(Session);
        Sys.Stop(Session);
        await ExpectTerminatedAsync(Session);

        for (var i = 1; i <= Checks; i++)
        {
            Delivery.Tell(new FeedMessage.Interested(Team), Room);
            await Room.ExpectMsgAsync<InterestCommand.Interest>(answer => Assert.True(answer.Yes));
            Advance(Options.QuietCheck);
        }

        await Room.ExpectMsgAsync<InterestCommand.Unsubscribe>();
    }

    [Fact]
    public async Task A_session_that_comes_back_in_time_keeps_the_room()
    {
        await GoLiveAsync();
        await WatchAsync(Session);
        Sys.Stop(Session);
        await ExpectTerminatedAsync(Session);
        Advance(Options.QuietCheck);
        Advance(Options.QuietCheck);
        var back = CreateTestProbe("back");

        Attach(back, Ann);
        await back.ExpectMsgAsync<DeliveryPush.Attached>();
        Advance(Options.QuietCheck);
        Delivery.Tell(Events(6), Room);

        await PassedAsync(back, 6);
        Assert.False(Room.HasMessages);
    }
}
