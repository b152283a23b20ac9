using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>How a room finds out which nodes want its events.</summary>
public sealed class RoomActorAudienceTests : RoomActorTests
{
    private static readonly RoomOptions Options = new();

    [Fact]
    public async Task A_room_that_starts_asks_every_node()
    {
        var second = CreateTestProbe("second");
        Seed();

        await WakeAsync(StartRoom(Options, Delivery, second));

        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();
        await second.ExpectMsgAsync<FeedMessage.Interested>();
    }

    [Fact]
    public async Task A_room_that_loads_again_does_not_ask_again()
    {
        Seed();
        var room = await StartHeardRoomAsync();
        Store.At(StoreStep.Write).Fail();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);

        await DoneAsync(2, seq: 3);
        await EventsAsync(3);
    }

    [Fact]
    public async Task Broadcasts_wait_for_the_answer_of_the_last_node()
    {
        var second = CreateTestProbe("second");
        Seed();
        var room = StartRoom(Options, Delivery, second);
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);
        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();

        room.Tell(new InterestCommand.Interest(Team, Yes: true), Delivery);
        room.Tell(new InterestCommand.Subscribe(Team), Delivery);
        await Delivery.ExpectMsgAsync<FeedMessage.Subscribed>(); // nothing came before it
        room.Tell(new InterestCommand.Interest(Team, Yes: false), second);

        await EventsAsync(3);
    }

    [Fact]
    public async Task Broadcasts_wait_no_longer_than_their_time()
    {
        var silent = CreateTestProbe("silent");
        Seed();
        var room = StartRoom(Options, Delivery, silent);
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);
        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();
        room.Tell(new InterestCommand.Interest(Team, Yes: true), Delivery);
        await WakeAsync(room);

        Advance(Options.InterestTimeout);

        await EventsAsync(3);
    }

    [Fact]
    public async Task Broadcasts_that_were_held_come_in_order()
    {
        Seed();
        var room = StartRoom(Options, Delivery);
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);
        await DoneAsync(2, seq: 4);
        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();

        room.Tell(new InterestCommand.Interest(Team, Yes: true), Delivery);

        await EventsAsync(3);
        await EventsAsync(4);
    }

    [Fact]
    public async Task A_node_that_is_not_interested_gets_nothing()
    {
        Seed();
        var room = StartRoom(Options, Delivery);
        await WakeAsync(room);
        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();
        room.Tell(new InterestCommand.Interest(Team, Yes: false), Delivery);

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);
        room.Tell(new InterestCommand.Subscribe(Team), Delivery);

        await Delivery.ExpectMsgAsync<FeedMessage.Subscribed>();
    }

    [Fact]
    public async Task A_node_that_subscribes_gets_what_is_committed_after_that()
    {
        Seed();
        var room = StartRoom();
        await WakeAsync(room);

        room.Tell(new InterestCommand.Subscribe(Team), Delivery);
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);

        await Delivery.ExpectMsgAsync<FeedMessage.Subscribed>();
        await EventsAsync(3);
    }

    [Fact]
    public async Task A_node_that_subscribes_twice_gets_events_once()
    {
        Seed();
        var room = await StartHeardRoomAsync();
        room.Tell(new InterestCommand.Subscribe(Team), Delivery);
        await Delivery.ExpectMsgAsync<FeedMessage.Subscribed>();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);

        await EventsAsync(3);
        await EventsAsync(4);
    }

    [Fact]
    public async Task A_node_that_unsubscribes_gets_nothing_more()
    {
        Seed();
        var room = await StartHeardRoomAsync();

        room.Tell(new InterestCommand.Unsubscribe(Team), Delivery);
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);
        room.Tell(new InterestCommand.Subscribe(Team), Delivery);

        await Delivery.ExpectMsgAsync<FeedMessage.Subscribed>();
    }

    [Fact]
    public async Task A_node_that_is_gone_is_forgotten()
    {
        var gone = CreateTestProbe("gone");
        Seed();
        var room = await StartHeardRoomAsync();
        room.Tell(new InterestCommand.Subscribe(Team), gone);
        await gone.ExpectMsgAsync<FeedMessage.Subscribed>();
        await WatchAsync(gone);

        Sys.Stop(gone);
        await ExpectTerminatedAsync(gone);
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);

        await DoneAsync(1, seq: 3);
        await EventsAsync(3);
    }

    [Fact]
    public async Task A_room_without_traffic_asks_to_be_put_to_sleep()
    {
        Seed();
        await WakeAsync(StartRoom(Options));

        Advance(Options.IdleTimeout);

        await Shard.ExpectMsgAsync<Akka.Cluster.Sharding.Passivate>();
    }

    [Fact]
    public async Task A_room_that_waits_for_a_commit_stays_awake()
    {
        Seed();
        var room = StartRoom(Options);
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();

        Advance(Options.IdleTimeout);
        await WakeAsync(room);

        Assert.False(Shard.HasMessages);
        write.GoOn();
    }
}
