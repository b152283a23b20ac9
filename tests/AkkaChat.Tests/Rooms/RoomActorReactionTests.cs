using AkkaChat.Protocol;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Reactions: what the room does not know by heart is looked up in the store.</summary>
public sealed class RoomActorReactionTests : RoomActorTests
{
    public RoomActorReactionTests()
    {
        Seed(Bob);
        Store.Write(Team, Posted(4, Bob, "k-1"));
    }

    [Fact]
    public async Task A_reaction_is_looked_up_and_then_decided()
    {
        var room = StartRoom();
        Store.At(StoreStep.FindReaction).Hold();

        room.Tell(React(Ann, 4, reference: 1), Asker);
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);
        (await Store.At(StoreStep.FindReaction).NextAsync()).GoOn();

        await DoneAsync(1, seq: 5);
        await DoneAsync(2, seq: 6);
    }

    [Fact]
    public async Task The_same_reaction_twice_at_once_is_looked_up_and_set_once()
    {
        var room = StartRoom();
        Store.At(StoreStep.FindReaction).Hold();

        room.Tell(React(Ann, 4, reference: 1), Asker);
        room.Tell(React(Ann, 4, reference: 2), Asker);
        (await Store.At(StoreStep.FindReaction).NextAsync()).GoOn();

        await DoneAsync(1, seq: 5);
        await DoneAsync(2, seq: 5, duplicate: true);
        Assert.Equal(1, Store.At(StoreStep.FindReaction).Calls);
    }

    [Fact]
    public async Task Reactions_of_two_people_at_once_are_both_set()
    {
        var room = StartRoom();

        room.Tell(React(Ann, 4, reference: 1), Asker);
        room.Tell(React(Bob, 4, reference: 2), Asker);

        await DoneAsync(1, seq: 5);
        await DoneAsync(2, seq: 6);
    }

    [Fact]
    public async Task A_reaction_that_was_set_before_the_room_slept_is_a_repetition()
    {
        Store.Write(Team, new RoomEvent.ReactionSet(5, Noon, Ann, 4, Heart, On: true), Posted(6, Ann, "k-2"));
        var room = StartRoom();

        room.Tell(React(Ann, 4, reference: 1), Asker);

        await DoneAsync(1, seq: 5, duplicate: true);
    }

    [Fact]
    public async Task A_reaction_that_can_not_be_looked_up_is_unavailable_and_the_room_goes_on()
    {
        var room = StartRoom();
        Store.At(StoreStep.FindReaction).Fail();

        room.Tell(React(Ann, 4, reference: 1), Asker);
        room.Tell(React(Ann, 4, reference: 2), Asker);

        await RefusedAsync(1, ErrorCode.Unavailable);
        await DoneAsync(2, seq: 5);
    }

    [Fact]
    public async Task A_reaction_whose_commit_failed_is_looked_up_again()
    {
        var room = StartRoom();
        await WakeAsync(room);
        Store.At(StoreStep.Write).Fail();
        room.Tell(React(Ann, 4, reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);

        room.Tell(React(Ann, 4, reference: 2), Asker);

        await DoneAsync(2, seq: 5);
        Assert.Equal(2, Store.At(StoreStep.FindReaction).Calls);
    }
}
