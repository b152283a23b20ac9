using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Who is told of what is done to people and to the room.</summary>
public sealed class RoomActorModerationTests : RoomActorTests
{
    [Fact]
    public async Task Who_is_not_let_in_is_told()
    {
        SeedAsking();
        var room = StartRoom();

        room.Tell(Refuse(Ann, Cat, reference: 1), Asker);

        await DoneAsync(1, seq: 5);
        var told = await Users.ExpectMsgAsync<UserCommand.Tell>();
        Assert.Equal(Cat, told.User);
        Assert.Equal(Pushes.JoinRefused(Team), told.Frame.ToArray());
    }

    [Fact]
    public async Task Who_is_let_in_is_told()
    {
        SeedAsking();
        var room = StartRoom();

        room.Tell(Accept(Ann, Cat), Asker);

        await DoneAsync(0, seq: 5);
        Assert.Equal(new UserCommand.RoomEntered(Cat, Team, 5), await Users.ExpectMsgAsync<UserCommand.RoomEntered>());
    }

    [Fact]
    public async Task Who_is_removed_or_banned_goes_with_the_event()
    {
        Seed(Bob, Cat);
        var room = await StartHeardRoomAsync();

        room.Tell(Remove(Ann, Bob, reference: 1), Asker);
        await DoneAsync(1, seq: 5);
        room.Tell(Ban(Ann, Cat, reference: 2), Asker);
        await DoneAsync(2, seq: 6);

        Assert.Equal(Bob, Assert.Single((await Delivery.ExpectMsgAsync<FeedMessage.Events>()).Frames).Gone);
        Assert.Equal(Cat, Assert.Single((await Delivery.ExpectMsgAsync<FeedMessage.Events>()).Frames).Gone);
    }

    [Fact]
    public async Task A_room_that_is_dissolved_says_so_to_all_and_is_not_found_afterwards()
    {
        Seed(Bob);
        var room = await StartHeardRoomAsync();

        room.Tell(Dissolve(Ann, reference: 1), Asker);
        await DoneAsync(1, seq: 4);

        Assert.True(Assert.Single((await Delivery.ExpectMsgAsync<FeedMessage.Events>()).Frames).EndsRoom);
        room.Tell(Post(Bob, "k-1", reference: 2), Asker);
        await RefusedAsync(2, ErrorCode.NotFound);
        room.Tell(MarkRead(Bob, 4, reference: 3), Asker);
        await RefusedAsync(3, ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_broadcast_room_that_is_dissolved_takes_no_read_marks()
    {
        Store.Write(Team, new DecidedRoom().Do(RoomSamples.Create(Ann, RoomKind.Broadcast)));
        var room = StartRoom();
        room.Tell(Dissolve(Ann, reference: 1), Asker);
        await DoneAsync(1, seq: 3);

        room.Tell(MarkRead(Bob, 3, reference: 2), Asker);

        await RefusedAsync(2, ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_dissolved_room_that_wakes_is_not_found()
    {
        var before = DecidedRoom.Of(Bob);
        before.Do(Dissolve(Ann));
        Store.Write(Team, [.. before.Log.Select(stored => stored.Event)]);
        var room = StartRoom();

        room.Tell(Post(Bob, "k-1", reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.NotFound);
    }

    // Cat asks to come into Ann's room, by its event 4.
    private void SeedAsking()
    {
        var room = DecidedRoom.Of();
        room.Do(Update(Ann, JoinRule.Approve));
        room.Do(Join(Cat));
        Store.Write(Team, [.. room.Log.Select(stored => stored.Event)]);
    }
}
