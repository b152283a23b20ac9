using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Forwards whose keys are in the log, where the room does not know them by heart.</summary>
public sealed class RoomActorForwardTests : RoomActorTests
{
    public RoomActorForwardTests()
    {
        Store.Recent = 0;
        Seed();
    }

    [Fact]
    public async Task A_forward_sent_again_is_a_repetition()
    {
        WriteForward("one", "two");
        var room = StartRoom();

        room.Tell(Forward(Ann, "f", "one", "two") with { Ref = 1 }, Asker);

        await DoneAsync(1, seq: 3, duplicate: true);
    }

    [Fact]
    public async Task A_forward_of_other_messages_with_that_key_conflicts()
    {
        WriteForward("one", "two");
        var room = StartRoom();

        room.Tell(Forward(Ann, "f", "one", "other") with { Ref = 1 }, Asker);

        await RefusedAsync(1, ErrorCode.Conflict);
    }

    [Fact]
    public async Task A_key_of_a_later_message_that_is_taken_conflicts_and_the_room_goes_on()
    {
        Store.Write(Team, Posted(3, Ann, "f#2"));
        var room = StartRoom();

        room.Tell(Forward(Ann, "f", "one", "two") with { Ref = 1 }, Asker);
        room.Tell(Post(Ann, "k-1", reference: 2), Asker);

        var answers = new[]
        {
            await Asker.ExpectMsgAsync<RoomReply>(), await Asker.ExpectMsgAsync<RoomReply>(),
        };
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<RoomReply.Refused>(answers.Single(answer => answer.Ref == 1)).Code);
        Assert.Equal(4, Assert.IsType<RoomReply.Done>(answers.Single(answer => answer.Ref == 2)).Seq);
    }

    // As another node decided it.
    private void WriteForward(params string[] texts)
    {
        var room = DecidedRoom.Of();
        Store.Write(Team, room.Do(Forward(Ann, "f", texts)));
    }
}
