using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Somebody is writing: told at once, or not at all.</summary>
public sealed class RoomActorTypingTests : RoomActorTests
{
    [Fact]
    public async Task All_nodes_are_told_for_everybody_but_the_writer()
    {
        Seed(Bob);
        var room = await StartHeardRoomAsync();

        room.Tell(new TypingNotice(Team, Bob), Asker);

        var told = await Delivery.ExpectMsgAsync<FeedMessage.Ephemeral>();
        Assert.Equal((Team, Bob), (told.Room, told.Except));
        Assert.Equal(Pushes.Typing(Team, Bob), told.Frame.ToArray());
        Assert.False(Asker.HasMessages);
    }

    [Fact]
    public async Task A_strangers_writing_is_nobodys_business()
    {
        Seed(Bob);
        var room = await StartHeardRoomAsync();

        room.Tell(new TypingNotice(Team, Eve), Asker);
        await WakeAsync(room);

        Assert.False(Delivery.HasMessages);
    }

    [Fact]
    public async Task A_room_that_sleeps_is_woken_and_tells_the_next_one()
    {
        Seed(Bob);
        Store.At(StoreStep.LoadRooms).Hold();
        var room = StartRoom();

        room.Tell(new TypingNotice(Team, Bob), Asker);
        room.Tell(new TypingNotice(Team, Bob), Asker); // not kept while it loads
        (await Store.At(StoreStep.LoadRooms).NextAsync()).GoOn();
        room.Tell(new InterestCommand.Subscribe(Team), Delivery);
        await Delivery.ExpectMsgAsync<FeedMessage.Subscribed>();
        await WakeAsync(room);
        Assert.False(Delivery.HasMessages);
        room.Tell(new TypingNotice(Team, Bob), Asker);

        await Delivery.ExpectMsgAsync<FeedMessage.Ephemeral>();
        Assert.Equal(1, Store.At(StoreStep.LoadRooms).Calls);
    }

    [Fact]
    public async Task It_does_not_wait_until_the_nodes_have_answered()
    {
        Seed(Bob);
        var room = StartRoom(null, Delivery);
        await WakeAsync(room);
        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();

        room.Tell(new TypingNotice(Team, Bob), Asker);
        room.Tell(new InterestCommand.Interest(Team, Yes: true), Delivery);
        await WakeAsync(room);

        Assert.False(Delivery.HasMessages);
    }

    [Fact]
    public async Task It_is_dropped_while_as_much_is_on_its_way_to_the_store_as_may_be()
    {
        Seed(Bob);
        var room = await StartHeardRoomAsync();
        Store.At(StoreStep.Write).Hold();
        for (var i = 0; i < RoomOptions.MaxPendingEvents; i++)
        {
            room.Tell(Post(Ann, $"k-{i}", reference: i), Asker);
        }

        room.Tell(new TypingNotice(Team, Bob), Asker);
        room.Tell(Post(Ann, "one too many", reference: -1), Asker);
        await RefusedAsync(-1, ErrorCode.RateLimited);

        Assert.False(Delivery.HasMessages);
    }
}
