using AkkaChat.Protocol;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Recalls and edits of messages that the room must look up: here it knows none by heart.</summary>
public sealed class RoomActorLookUpTests : RoomActorTests
{
    public RoomActorLookUpTests()
    {
        Store.Recent = 0;
        Seed();
        Store.Write(Team, Posted(3, Ann, "old"));
    }

    [Fact]
    public async Task Commands_wait_in_order_while_a_message_is_looked_up()
    {
        var room = StartRoom();
        Store.At(StoreStep.FindMessage).Hold();

        room.Tell(Recall(Ann, 3, reference: 1), Asker);
        room.Tell(Post(Ann, "k-1", reference: 2), Asker);
        room.Tell(Post(Eve, "k-1", reference: 3), Asker);
        (await Store.At(StoreStep.FindMessage).NextAsync()).GoOn();

        await RefusedAsync(3, ErrorCode.NotMember);
        await DoneAsync(1, seq: 4);
        await DoneAsync(2, seq: 5);
    }

    [Fact]
    public async Task A_message_is_looked_up_once()
    {
        var room = StartRoom();
        room.Tell(Edit(Ann, 3, version: 1, reference: 1), Asker);
        await DoneAsync(1, seq: 4);

        room.Tell(Edit(Ann, 3, version: 2, "best", reference: 2), Asker);

        await DoneAsync(2, seq: 5);
        Assert.Equal(1, Store.At(StoreStep.FindMessage).Calls);
    }

    [Fact]
    public async Task What_is_no_message_is_not_found()
    {
        var room = StartRoom();

        room.Tell(Recall(Ann, 2, reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_look_up_that_fails_is_unavailable_and_the_room_goes_on()
    {
        var room = StartRoom();
        Store.At(StoreStep.FindMessage).Fail();

        room.Tell(Recall(Ann, 3, reference: 1), Asker);
        room.Tell(Post(Ann, "k-1", reference: 2), Asker);

        await RefusedAsync(1, ErrorCode.Unavailable);
        await DoneAsync(2, seq: 4);
    }

    [Fact]
    public async Task A_look_up_that_ends_after_the_room_was_loaded_anew_is_answered()
    {
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        Store.At(StoreStep.FindMessage).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();
        room.Tell(Recall(Ann, 3, reference: 2), Asker);
        var look = await Store.At(StoreStep.FindMessage).NextAsync();

        Store.At(StoreStep.Write).GoOn();
        write.Fail();
        await RefusedAsync(1, ErrorCode.Unavailable);
        room.Tell(Post(Ann, "k-2", reference: 3), Asker);
        await DoneAsync(3, seq: 4);
        Store.At(StoreStep.FindMessage).GoOn();
        look.GoOn();

        await DoneAsync(2, seq: 5);
    }
}
