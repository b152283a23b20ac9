using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateReactionTests
{
    private const long Message = 4; // Bob's, behind the room, Ann and Bob

    [Fact]
    public void Whether_a_reaction_is_set_must_be_looked_up()
    {
        var room = RoomWithMessage();

        Assert.Equal(new Decision.NeedsReaction(new ReactionKey(Message, Ann, Heart)), room.Ask(React(Ann, Message)));
    }

    [Fact]
    public void A_reaction_is_set_and_taken_back()
    {
        var room = RoomWithMessage();

        var set = Assert.Single(room.Do(React(Ann, Message)));
        var taken = Assert.Single(room.Do(React(Ann, Message, on: false)));

        Assert.Equal(new RoomEvent.ReactionSet(5, Noon, Ann, Message, Heart, On: true), set);
        Assert.Equal(new RoomEvent.ReactionSet(6, Noon, Ann, Message, Heart, On: false), taken);
    }

    [Fact]
    public void A_reaction_set_twice_gives_the_place_of_the_first()
    {
        var room = RoomWithMessage();
        room.Do(React(Ann, Message));
        room.Do(Post(Ann, "k-2"));

        room.AssertRepeats(5, React(Ann, Message));
    }

    [Fact]
    public void A_reaction_taken_back_twice_gives_the_place_of_the_first()
    {
        var room = RoomWithMessage();
        room.Do(React(Ann, Message));
        room.Do(React(Ann, Message, on: false));
        room.Do(Post(Ann, "k-2"));

        room.AssertRepeats(6, React(Ann, Message, on: false));
    }

    [Fact]
    public void A_reaction_that_was_never_set_is_taken_back_already()
    {
        var room = RoomWithMessage();

        room.AssertRepeats(Message, React(Ann, Message, on: false));
    }

    [Fact]
    public void Each_person_has_each_emoji_once()
    {
        var room = RoomWithMessage();
        room.Do(React(Ann, Message));

        room.Do(React(Bob, Message));
        room.Do(React(Ann, Message, "👍"));

        Assert.Equal(7, room.State.LastSeq);
    }

    [Fact]
    public void A_message_takes_as_many_kinds_as_it_may_have()
    {
        var room = RoomWithMessage();
        room.State.Learn(new ReactionKey(Message, Ann, Heart), new ReactionFacts(false, null, Limits.MaxReactionKinds - 1));

        Assert.Single(room.Do(React(Ann, Message)));
    }

    [Fact]
    public void A_message_takes_no_kind_more()
    {
        var room = RoomWithMessage();
        room.State.Learn(new ReactionKey(Message, Ann, Heart), new ReactionFacts(false, null, Limits.MaxReactionKinds));

        room.AssertRefused(ErrorCode.TooLarge, React(Ann, Message));
    }

    [Fact]
    public void A_kind_that_the_message_has_is_no_kind_more()
    {
        var room = RoomWithMessage();
        for (var i = 0; i < Limits.MaxReactionKinds; i++)
        {
            room.Do(React(Ann, Message, $"e{i}"));
        }

        room.AssertRefused(ErrorCode.TooLarge, React(Bob, Message, "another"));

        Assert.Single(room.Do(React(Bob, Message, "e0")));
    }

    [Fact]
    public void One_kind_less_lets_another_in()
    {
        var room = RoomWithMessage();
        for (var i = 0; i < Limits.MaxReactionKinds; i++)
        {
            room.Do(React(Ann, Message, $"e{i}"));
        }

        room.State.Committed(room.State.LastSeq);
        room.AssertRefused(ErrorCode.TooLarge, React(Bob, Message, "another"));
        room.Do(React(Ann, Message, "e0", on: false));

        Assert.Single(room.Do(React(Bob, Message, "another")));
    }

    [Fact]
    public void What_was_recalled_takes_no_reaction()
    {
        var room = RoomWithMessage();
        room.Do(React(Ann, Message));
        room.Do(Recall(Bob, Message));

        room.AssertRefused(ErrorCode.NotFound, React(Ann, Message, "👍"));
        room.AssertRefused(ErrorCode.NotFound, React(Ann, Message, on: false));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void What_is_no_message_takes_no_reaction(long target)
    {
        var room = RoomWithMessage();

        room.AssertRefused(ErrorCode.NotFound, React(Ann, target));
    }

    [Fact]
    public void Who_is_muted_takes_back_and_sets_nothing()
    {
        var room = RoomWithMessage();
        room.Do(React(Bob, Message));
        room.Do(Mute(Ann, Bob, 1));

        room.AssertRefused(ErrorCode.Muted, React(Bob, Message, "👍"));

        Assert.Single(room.Do(React(Bob, Message, on: false)));
    }

    [Fact]
    public void A_reaction_counts_as_no_message()
    {
        var room = RoomWithMessage();

        room.Do(React(Ann, Message));

        Assert.Equal(1, room.State.MessageCount);
    }

    private static DecidedRoom RoomWithMessage()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Bob, "k-1"));
        return room;
    }
}
