using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>What a room does around a commit that works.</summary>
public sealed class RoomActorCommitTests : RoomActorTests
{
    [Fact]
    public async Task A_message_is_acked_after_the_commit_and_not_before()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();
        await NothingWasToldAsync(room);
        write.GoOn();

        await DoneAsync(1, seq: 3);
    }

    [Fact]
    public async Task Events_are_broadcast_after_the_commit_and_after_its_acks()
    {
        Seed();
        var room = await StartHeardRoomAsync();
        Store.At(StoreStep.Write).Hold();

        // One mailbox sees the order of both.
        room.Tell(Post(Ann, "k-1", reference: 1), Delivery);
        var write = await Store.At(StoreStep.Write).NextAsync();
        room.Tell(Post(Eve, "k-2", reference: 2), Delivery);
        write.GoOn();

        await Delivery.ExpectMsgAsync<RoomReply.Refused>();
        await Delivery.ExpectMsgAsync<RoomReply.Done>();
        await EventsAsync(3);
    }

    [Fact]
    public async Task An_event_is_encoded_as_every_client_gets_it()
    {
        Seed();
        var room = await StartHeardRoomAsync();

        room.Tell(Leave(Ann), Asker);

        var events = await Delivery.ExpectMsgAsync<FeedMessage.Events>();
        var left = Store.Log(Team)[^1];
        var frame = Assert.Single(events.Frames);
        Assert.Equal(EventCodec.EncodeFrame(Team, EventHeader.Of(left), EventCodec.EncodeBody(left)), frame.Frame.ToArray());
        Assert.Equal(Ann, frame.Gone);
    }

    [Fact]
    public async Task A_room_decides_on_what_is_not_committed_yet()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", "hi", reference: 1), Asker);
        await Store.At(StoreStep.Write).NextAsync();

        room.Tell(Post(Ann, "k-1", "ho", reference: 2), Asker);

        await RefusedAsync(2, ErrorCode.Conflict);
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_commands_over_many_runs()
    {
        const int Commands = 600; // more than two full runs
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();

        for (var i = 1; i <= Commands; i++)
        {
            room.Tell(Post(Ann, $"k-{i}", reference: i), Asker);
        }

        var first = await Store.At(StoreStep.Write).NextAsync();
        await NothingWasToldAsync(room);
        Store.At(StoreStep.Write).GoOn();
        first.GoOn();

        for (var i = 1; i <= Commands; i++)
        {
            await DoneAsync(i, seq: i + 2);
        }

        Assert.InRange(Store.At(StoreStep.Write).Calls, 2, 6);
    }

    [Fact]
    public async Task A_repetition_of_a_pending_message_is_answered_after_the_commit()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();

        room.Tell(Post(Ann, "k-1", reference: 2), Asker);
        await NothingWasToldAsync(room);
        write.GoOn();

        var first = await DoneAsync(1, seq: 3);
        var again = await DoneAsync(2, seq: 3, duplicate: true);
        Assert.Equal((first.Id, first.Time), (again.Id, again.Time));
    }

    [Fact]
    public async Task A_repetition_of_a_pending_message_shares_the_fate_of_its_write()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();

        room.Tell(Post(Ann, "k-1", reference: 2), Asker);
        await NothingWasToldAsync(room);
        write.Fail();

        await RefusedAsync(1, ErrorCode.Unavailable);
        await RefusedAsync(2, ErrorCode.Unavailable);
    }

    [Fact]
    public async Task A_repetition_of_a_committed_message_writes_nothing()
    {
        Seed();
        var room = StartRoom();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);

        room.Tell(Post(Ann, "k-1", reference: 2), Asker);

        await DoneAsync(2, seq: 3, duplicate: true);
        Assert.Equal(1, Store.At(StoreStep.Write).Calls);
    }

    [Fact]
    public async Task Who_came_in_is_told_through_their_user_actor()
    {
        Seed();
        var room = StartRoom();

        room.Tell(Join(Bob, reference: 1), Asker);

        await DoneAsync(1, seq: 3);
        Assert.Equal(new UserCommand.RoomEntered(Bob, Team, 3), await Users.ExpectMsgAsync<UserCommand.RoomEntered>());
    }

    [Fact]
    public async Task As_many_events_are_pending_as_may_be_and_no_more()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        for (var i = 1; i <= RoomOptions.MaxPendingEvents; i++)
        {
            room.Tell(Post(Ann, $"k-{i}", reference: i), Asker);
        }

        var write = await Store.At(StoreStep.Write).NextAsync();
        await FullAsync(room);
        Store.At(StoreStep.Write).GoOn();
        write.GoOn();

        for (var i = 1; i <= RoomOptions.MaxPendingEvents; i++)
        {
            await DoneAsync(i, seq: i + 2);
        }
    }

    private async Task FullAsync(IActorRef room)
    {
        room.Tell(Post(Ann, "one-too-many", reference: -1), Asker);
        await RefusedAsync(-1, ErrorCode.RateLimited);
    }
}
