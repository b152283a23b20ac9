using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

public sealed class DeliveryActorTests : ActorTests
{
    private static readonly DeliveryOptions Options = new();

    private readonly TestProbe _rooms;
    private readonly TestProbe _room;
    private readonly TestProbe _session;
    private readonly IActorRef _delivery;

    public DeliveryActorTests()
    {
        _rooms = CreateTestProbe("rooms");
        _room = CreateTestProbe("room");
        _session = CreateTestProbe("session");
        _delivery = Sys.ActorOf(Props.Create(() => new DeliveryActor(Options, Store, Reads, _rooms)));
        SeedTo(5);
    }

    [Fact]
    public async Task The_first_session_of_a_room_subscribes()
    {
        Attach(_session, Ann);

        Assert.Equal(new InterestCommand.Subscribe(Team), await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>());
    }

    [Fact]
    public async Task A_session_is_attached_at_the_head_that_was_read_after_subscribing()
    {
        Attach(_session, Ann);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        _delivery.Tell(new FeedMessage.Subscribed(Team), _room);

        Assert.Equal(new DeliveryPush.Attached(Team, 5), await _session.ExpectMsgAsync<DeliveryPush.Attached>());
    }

    [Fact]
    public async Task A_second_session_is_attached_at_once()
    {
        await GoLiveAsync();
        var second = CreateTestProbe();
        _delivery.Tell(Events(6), _room);

        Attach(second, Bob);

        Assert.Equal(new DeliveryPush.Attached(Team, 6), await second.ExpectMsgAsync<DeliveryPush.Attached>());
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        Assert.False(_rooms.HasMessages);
    }

    [Fact]
    public async Task Events_are_passed_on_in_order_to_every_session()
    {
        var second = CreateTestProbe();
        await GoLiveAsync();
        Attach(second, Bob);
        await second.ExpectMsgAsync<DeliveryPush.Attached>();

        _delivery.Tell(Events(6), _room);
        _delivery.Tell(Events(7, 2), _room);

        foreach (var session in new[] { _session, second })
        {
            await PassedAsync(session, 6, 7, 8);
        }
    }

    [Fact]
    public async Task Events_that_come_while_it_passes_others_on_are_passed_on_together()
    {
        await GoLiveAsync();
        // All in its mailbox before it runs again: it is stopped for as long as that takes.
        ((IInternalActorRef)_delivery).Suspend();
        _delivery.Tell(Events(6), _room);
        _delivery.Tell(Events(7), _room);
        _delivery.Tell(Events(8), _room);
        ((IInternalActorRef)_delivery).Resume(causedByFailure: null);

        var events = await _session.ExpectMsgAsync<DeliveryPush.Events>();
        Assert.Equal([6, 7, 8], events.Frames.Select(frame => frame.Seq));
    }

    [Fact]
    public async Task Whoever_comes_gets_nothing_that_came_before()
    {
        await GoLiveAsync();
        var second = CreateTestProbe();
        ((IInternalActorRef)_delivery).Suspend();
        _delivery.Tell(Events(6), _room);
        Attach(second, Bob);
        _delivery.Tell(Events(7), _room);
        ((IInternalActorRef)_delivery).Resume(causedByFailure: null);

        Assert.Equal(new DeliveryPush.Attached(Team, 6), await second.ExpectMsgAsync<DeliveryPush.Attached>());
        await PassedAsync(second, 7);
        await PassedAsync(_session, 6, 7);
    }

    [Fact]
    public async Task Events_that_come_before_the_head_was_read_are_not_lost()
    {
        Store.At(StoreStep.LoadHeads).Hold();
        Attach(_session, Ann);
        _delivery.Tell(new FeedMessage.Subscribed(Team), _room);
        var head = await Store.At(StoreStep.LoadHeads).NextAsync();
        _delivery.Tell(Events(6), _room);
        head.GoOn(); // it is as old as the log was: 5

        Assert.Equal(new DeliveryPush.Attached(Team, 5), await _session.ExpectMsgAsync<DeliveryPush.Attached>());
        SeedTo(6);
        _delivery.Tell(Events(7), _room);
        SeedTo(7);
        _delivery.Tell(new FeedMessage.Head(Team, 7), _room);

        await PassedAsync(_session, 6, 7);
    }

    [Fact]
    public async Task A_gap_is_read_from_the_store_once()
    {
        await GoLiveAsync();
        SeedTo(9);
        Store.At(StoreStep.ReadEvents).Hold();

        _delivery.Tell(Events(8), _room);
        _delivery.Tell(Events(9), _room);
        (await Store.At(StoreStep.ReadEvents).NextAsync()).GoOn();

        await PassedAsync(_session, 6, 7, 8, 9);
        Assert.Equal(1, Store.At(StoreStep.ReadEvents).Calls);
    }

    [Fact]
    public async Task A_repetition_is_not_passed_on()
    {
        await GoLiveAsync();
        _delivery.Tell(Events(6), _room);

        _delivery.Tell(Events(6), _room);
        _delivery.Tell(Events(7), _room);

        await PassedAsync(_session, 6, 7);
    }

    [Fact]
    public async Task A_gap_that_could_not_be_read_is_read_at_the_next_event()
    {
        await GoLiveAsync();
        Store.At(StoreStep.ReadEvents).Hold();
        _delivery.Tell(Events(7), _room);
        (await Store.At(StoreStep.ReadEvents).NextAsync()).Fail();
        SeedTo(8);

        // Failing and the next event race for the mailbox: the event is told until the store is asked again.
        Store.At(StoreStep.ReadEvents).GoOn();
        await AwaitConditionAsync(() =>
        {
            _delivery.Tell(Events(8), _room);
            return Task.FromResult(Store.At(StoreStep.ReadEvents).Calls > 1);
        });

        await PassedAsync(_session, 6, 7, 8);
    }

    [Fact]
    public async Task A_head_that_is_told_makes_up_for_events_that_were_not()
    {
        await GoLiveAsync();
        SeedTo(7);

        _delivery.Tell(new FeedMessage.Head(Team, 7), _room);

        await PassedAsync(_session, 6, 7);
    }

    [Fact]
    public async Task A_leave_older_than_a_known_return_detaches_nobody()
    {
        var bob = CreateTestProbe("bob");
        await GoLiveAsync();
        Attach(bob, Bob, asOf: 8);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();

        _delivery.Tell(new FeedMessage.Events(Team, [Frame(6), Frame(7, gone: Bob), Frame(8)]), _room);

        await PassedAsync(bob, 6, 7);
        await PassedAsync(bob, 8);
    }

    [Fact]
    public async Task Sessions_are_told_when_their_Delivery_stops()
    {
        await GoLiveAsync();

        Sys.Stop(_delivery);

        await _session.ExpectMsgAsync<DeliveryPush.Lost>();
    }

    [Fact]
    public async Task Who_left_gets_the_event_and_nothing_after_it()
    {
        var bob = CreateTestProbe("bob");
        await GoLiveAsync();
        Attach(bob, Bob);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();

        _delivery.Tell(new FeedMessage.Events(Team, [Frame(6), Frame(7, gone: Bob), Frame(8)]), _room);
        _delivery.Tell(Events(9), _room);

        await PassedAsync(bob, 6, 7);
        await bob.ExpectMsgAsync<DeliveryPush.Detached>();
        await PassedAsync(_session, 6, 7, 8, 9);
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

        _delivery.Tell(new FeedMessage.Events(Team, [Frame(6), Frame(7) with { EndsRoom = true }, Frame(8)]), _room);

        foreach (var session in new[] { _session, bob })
        {
            await PassedAsync(session, 6, 7);
            Assert.Equal(new DeliveryPush.Detached(Team), await session.ExpectMsgAsync<DeliveryPush.Detached>());
        }

        await PassedAsync(returned, 6, 7);
        await PassedAsync(returned, 8);
        Assert.False(_session.HasMessages || bob.HasMessages);
    }

    [Fact]
    public async Task A_session_that_detached_gets_nothing_more()
    {
        var bob = CreateTestProbe("bob");
        await GoLiveAsync();
        Attach(bob, Bob);
        await bob.ExpectMsgAsync<DeliveryPush.Attached>();

        _delivery.Tell(new AttachCommand.Detach(Team), bob);
        _delivery.Tell(Events(6), _room);

        await PassedAsync(_session, 6);
        Assert.False(bob.HasMessages);
    }

    [Fact]
    public async Task What_is_not_of_the_log_is_passed_on_as_it_is()
    {
        await GoLiveAsync();
        var frame = "{}"u8.ToArray();

        _delivery.Tell(new FeedMessage.Ephemeral(Team, frame), _room);

        Assert.Equal(frame, (await _session.ExpectMsgAsync<DeliveryPush.Ephemeral>()).Frame);
    }

    [Fact]
    public async Task What_is_for_all_but_one_person_passes_none_of_their_sessions()
    {
        await GoLiveAsync();

        _delivery.Tell(new FeedMessage.Ephemeral(Team, "{}"u8.ToArray(), Except: Ann), _room);
        _delivery.Tell(new FeedMessage.Ephemeral(Team, "[]"u8.ToArray(), Except: Bob), _room);

        Assert.Equal("[]"u8.ToArray(), (await _session.ExpectMsgAsync<DeliveryPush.Ephemeral>()).Frame.ToArray());
    }

    [Fact]
    public async Task A_room_that_starts_learns_whether_anybody_is_here()
    {
        await GoLiveAsync();

        _delivery.Tell(new FeedMessage.Interested(Team), _room);
        _delivery.Tell(new FeedMessage.Interested(Other), _room);

        Assert.Equal(new InterestCommand.Interest(Team, Yes: true), await _room.ExpectMsgAsync<InterestCommand.Interest>());
        Assert.Equal(new InterestCommand.Interest(Other, Yes: false), await _room.ExpectMsgAsync<InterestCommand.Interest>());
    }

    [Fact]
    public async Task A_room_that_nobody_is_in_is_told_to_stop_sending()
    {
        _delivery.Tell(new FeedMessage.Events(Other, Frames(1)), _room);

        await _room.ExpectMsgAsync<InterestCommand.Unsubscribe>();
    }

    [Fact]
    public async Task A_quiet_check_finds_a_last_event_that_was_lost()
    {
        await GoLiveAsync();
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        SeedTo(6);

        Advance(Options.QuietCheck);

        await PassedAsync(_session, 6);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
    }

    [Fact]
    public async Task A_room_that_was_busy_is_not_checked()
    {
        await GoLiveAsync();
        _delivery.Tell(Events(6), _room);
        await PassedAsync(_session, 6);
        var before = Store.At(StoreStep.LoadHeads).Calls;

        Advance(Options.QuietCheck);
        _delivery.Tell(Events(7), _room);
        await PassedAsync(_session, 7);

        Assert.Equal(before, Store.At(StoreStep.LoadHeads).Calls);
    }

    [Fact]
    public async Task A_head_that_could_not_be_read_is_asked_for_again_soon()
    {
        Store.At(StoreStep.LoadHeads).Fail();
        Attach(_session, Ann);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        _delivery.Tell(new FeedMessage.Subscribed(Team), _room);
        await AwaitConditionAsync(() =>
        {
            Advance(FeedSubscriptions.Interval);
            return Task.FromResult(_rooms.HasMessages);
        });
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        _delivery.Tell(new FeedMessage.Subscribed(Team), _room);

        await _session.ExpectMsgAsync<DeliveryPush.Attached>();
    }

    [Fact]
    public async Task A_room_is_let_go_after_some_checks_without_a_session()
    {
        const int Checks = 3;
        await GoLiveAsync();
        await WatchAsync(_session);
        Sys.Stop(_session);
        await ExpectTerminatedAsync(_session);

        for (var i = 1; i <= Checks; i++)
        {
            _delivery.Tell(new FeedMessage.Interested(Team), _room);
            await _room.ExpectMsgAsync<InterestCommand.Interest>(answer => Assert.True(answer.Yes));
            Advance(Options.QuietCheck);
        }

        await _room.ExpectMsgAsync<InterestCommand.Unsubscribe>();
    }

    [Fact]
    public async Task A_session_that_comes_back_in_time_keeps_the_room()
    {
        await GoLiveAsync();
        await WatchAsync(_session);
        Sys.Stop(_session);
        await ExpectTerminatedAsync(_session);
        Advance(Options.QuietCheck);
        Advance(Options.QuietCheck);
        var back = CreateTestProbe("back");

        Attach(back, Ann);
        await back.ExpectMsgAsync<DeliveryPush.Attached>();
        Advance(Options.QuietCheck);
        _delivery.Tell(Events(6), _room);

        await PassedAsync(back, 6);
        Assert.False(_room.HasMessages);
    }

    private static FeedMessage.Events Events(long first, int count = 1) => new(Team, Frames(first, count));

    private static async Task PassedAsync(TestProbe session, params long[] seqs)
    {
        // What comes close together may be passed on together.
        var passed = new List<long>();
        while (passed.Count < seqs.Length)
        {
            passed.AddRange((await session.ExpectMsgAsync<DeliveryPush.Events>()).Frames.Select(frame => frame.Seq));
        }

        Assert.Equal(seqs, passed);
    }

    private void Attach(TestProbe session, UserId user, long asOf = 0) =>
        _delivery.Tell(new AttachCommand.Attach(user, [(Team, asOf)], Writer: null), session);

    private async Task GoLiveAsync()
    {
        Attach(_session, Ann);
        _delivery.Tell(new FeedMessage.Subscribed(Team), _room);
        await _session.ExpectMsgAsync<DeliveryPush.Attached>();
    }

    // Seq 1 to 3 make the room with Ann and Bob; messages follow.
    private void SeedTo(long head)
    {
        if (Store.Head(Team) == 0)
        {
            Store.Write(Team, [.. DecidedRoom.Of(Bob).Log.Select(stored => stored.Event)]);
        }

        while (Store.Head(Team) < head)
        {
            var next = Store.Head(Team) + 1;
            Store.Write(Team, Posted(next, Ann, $"k-{next}"));
        }
    }
}
