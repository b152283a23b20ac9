using Akka.Actor;
using AkkaChat.Server.Delivery;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

/// <summary>What a Delivery passes on, to whom and in which order.</summary>
public sealed class DeliveryActorTests : DeliveryTests
{
    public DeliveryActorTests() => SeedTo(5);

    [Fact]
    public async Task Events_are_passed_on_in_order_to_every_session()
    {
        var second = CreateTestProbe();
        await GoLiveAsync();
        Attach(second, Bob);
        await second.ExpectMsgAsync<DeliveryPush.Attached>();

        Delivery.Tell(Events(6), Room);
        Delivery.Tell(Events(7, 2), Room);

        foreach (var session in new[] { Session, second })
        {
            await PassedAsync(session, 6, 7, 8);
        }
    }

    [Fact]
    public async Task Events_that_come_while_it_passes_others_on_are_passed_on_together()
    {
        await GoLiveAsync();
        // All in its mailbox before it runs again: it is stopped for as long as that takes.
        ((IInternalActorRef)Delivery).Suspend();
        Delivery.Tell(Events(6), Room);
        Delivery.Tell(Events(7), Room);
        Delivery.Tell(Events(8), Room);
        ((IInternalActorRef)Delivery).Resume(causedByFailure: null);

        var events = await Session.ExpectMsgAsync<DeliveryPush.Events>();
        Assert.Equal([6, 7, 8], events.Frames.Select(frame => frame.Seq));
    }

    [Fact]
    public async Task Events_that_come_before_the_head_was_read_are_not_lost()
    {
        Store.At(StoreStep.LoadHeads).Hold();
        Attach(Session, Ann);
        Delivery.Tell(new FeedMessage.Subscribed(Team), Room);
        var head = await Store.At(StoreStep.LoadHeads).NextAsync();
        Delivery.Tell(Events(6), Room);
        head.GoOn(); // it is as old as the log was: 5

        Assert.Equal(new DeliveryPush.Attached(Team, 5), await Session.ExpectMsgAsync<DeliveryPush.Attached>());
        SeedTo(6);
        Delivery.Tell(Events(7), Room);
        SeedTo(7);
        Delivery.Tell(new FeedMessage.Head(Team, 7), Room);

        await PassedAsync(Session, 6, 7);
    }

    [Fact]
    public async Task A_gap_is_read_from_the_store_once()
    {
        await GoLiveAsync();
        SeedTo(9);
        Store.At(StoreStep.ReadEvents).Hold();

        Delivery.Tell(Events(8), Room);
        Delivery.Tell(Events(9), Room);
        (await Store.At(StoreStep.ReadEvents).NextAsync()).GoOn();

        await PassedAsync(Session, 6, 7, 8, 9);
        Assert.Equal(1, Store.At(StoreStep.ReadEvents).Calls);
    }

    [Fact]
    public async Task A_repetition_is_not_passed_on()
    {
        await GoLiveAsync();
        Delivery.Tell(Events(6), Room);

        Delivery.Tell(Events(6), Room);
        Delivery.Tell(Events(7), Room);

        await PassedAsync(Session, 6, 7);
    }

    [Fact]
    public async Task A_gap_that_could_not_be_read_is_read_at_the_next_event()
    {
        await GoLiveAsync();
        Store.At(StoreStep.ReadEvents).Hold();
        Delivery.Tell(Events(7), Room);
        (await Store.At(StoreStep.ReadEvents).NextAsync()).Fail();
        SeedTo(8);

        // Failing and the next event race for the mailbox: the event is told until the store is asked again.
        Store.At(StoreStep.ReadEvents).GoOn();
        await AwaitConditionAsync(() =>
        {
            Delivery.Tell(Events(8), Room);
            return Task.FromResult(Store.At(StoreStep.ReadEvents).Calls > 1);
        });

        await PassedAsync(Session, 6, 7, 8);
    }

    [Fact]
    public async Task A_head_that_is_told_makes_up_for_events_that_were_not()
    {
        await GoLiveAsync();
        SeedTo(7);

        Delivery.Tell(new FeedMessage.Head(Team, 7), Room);

        await PassedAsync(Session, 6, 7);
    }

    [Fact]
    public async Task Who_left_gets_the_event_and_nothing_after_it()
    {
        var bob = CreateTestProbe("bob");
        await GoLiveAsync();
        Attach(bob, Bob);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();

        Delivery.Tell(new FeedMessage.Events(Team, [Frame(6), Frame(7, gone: Bob), Frame(8)]), Room);
        Delivery.Tell(Events(9), Room);

        await PassedAsync(bob, 6, 7);
        await bob.ExpectMsgAsync<DeliveryPush.Detached>();
        await PassedAsync(Session, 6, 7, 8, 9);
        Assert.False(bob.HasMessages);
    }

    [Fact]
    public async Task All_get_the_event_that_ends_the_room_and_nothing_after_it()
    {
        var bob = CreateTestProbe("bob");
        var returned = CreateTestProbe("returned");
        await GoLiveAsync();
        Attach(bob, Bob);
        Attach(returned, Cat, asOf: 7);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();
        await returned.ExpectMsgAsync<DeliveryPush.Attached>();

        Delivery.Tell(new FeedMessage.Events(Team, [Frame(6), Frame(7) with { EndsRoom = true }, Frame(8)]), Room);

        foreach (var session in new[] { Session, bob })
        {
            await PassedAsync(session, 6, 7);
            Assert.Equal(new DeliveryPush.Detached(Team), await session.ExpectMsgAsync<DeliveryPush.Detached>());
        }

        await PassedAsync(returned, 6, 7);
        await PassedAsync(returned, 8);
        Assert.False(Session.HasMessages || bob.HasMessages);
    }

    [Fact]
    public async Task What_is_not_of_the_log_is_passed_on_as_it_is()
    {
        await GoLiveAsync();
        var frame = "{}"u8.ToArray();

        Delivery.Tell(new FeedMessage.Ephemeral(Team, frame), Room);

        Assert.Equal(frame, (await Session.ExpectMsgAsync<DeliveryPush.Ephemeral>()).Frame);
    }

    [Fact]
    public async Task What_is_for_all_but_one_person_passes_none_of_their_sessions()
    {
        await GoLiveAsync();

        Delivery.Tell(new FeedMessage.Ephemeral(Team, "{}"u8.ToArray(), Except: Ann), Room);
        Delivery.Tell(new FeedMessage.Ephemeral(Team, "[]"u8.ToArray(), Except: Bob), Room);

        Assert.Equal("[]"u8.ToArray(), (await Session.ExpectMsgAsync<DeliveryPush.Ephemeral>()).Frame.ToArray());
    }
}
