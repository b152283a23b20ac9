using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

/// <summary>What a session tells its client of rooms that the user comes into and goes out of.</summary>
public sealed class SessionActorRoomTests : SessionActorTests
{
    [Fact]
    public async Task A_room_entered_is_told_before_its_first_event()
    {
        var session = await ConnectAsync();
        Seed();

        session.Tell(new UserPush.RoomEntered(Team, 2), Users);
        await Delivery.ExpectMsgAsync<AttachCommand.Attach>();
        session.Tell(new DeliveryPush.Attached(Team, 2), Delivery);

        await Wire.NextAsync("room");
        Assert.Equal(2, (await Wire.NextAsync("event")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_room_entered_that_could_not_be_read_is_a_resync()
    {
        var session = await ConnectAsync();
        Seed();
        Store.At(StoreStep.FindRoom).Fail();

        session.Tell(new UserPush.RoomEntered(Team, 2), Users);

        await ClosedAsync(CloseCode.Resync);
    }

    [Fact]
    public async Task A_room_that_the_user_is_out_of_is_removed_after_its_last_event()
    {
        Seed();
        var session = await ConnectAsync();
        session.Tell(new DeliveryPush.Attached(Team, 2), Delivery);

        session.Tell(new DeliveryPush.Events(Team, Frames(3)), Delivery);
        session.Tell(new DeliveryPush.Detached(Team), Delivery);

        await Wire.NextAsync("event");
        Assert.True((await Wire.NextAsync("room")).GetProperty("removed").GetBoolean());
    }

    [Fact]
    public async Task A_room_that_the_user_went_out_of_without_an_event_is_detached_and_removed()
    {
        Seed();
        var session = await ConnectAsync();
        await Delivery.ExpectMsgAsync<AttachCommand.Attach>();

        session.Tell(new UserPush.RoomLeft(Team), Users);

        var removed = await Wire.NextAsync("room");
        Assert.Equal("r-team", removed.GetProperty("room").GetProperty("id").GetString());
        Assert.True(removed.GetProperty("removed").GetBoolean());
        Assert.Equal(new AttachCommand.Detach(Team), await Delivery.ExpectMsgAsync<AttachCommand.Detach>());
    }

    [Fact]
    public async Task A_room_that_the_user_went_out_of_while_it_was_read_is_not_shown()
    {
        var session = await ConnectAsync();
        Seed();
        Store.At(StoreStep.FindRoom).Hold();
        session.Tell(new UserPush.RoomEntered(Team, 2), Users);
        var first = await Store.At(StoreStep.FindRoom).NextAsync();
        session.Tell(new UserPush.RoomLeft(Team), Users);
        await SettleAsync(session);

        first.GoOn();
        var second = await Store.At(StoreStep.FindRoom).NextAsync();
        Store.Write(Team, new RoomEvent.MemberChanged(3, Noon, Ann, MemberChange.Left, Ann, MemberRole.Member));
        second.GoOn();

        await SettleAsync(session);
        Assert.False(Wire.HasMore);
    }

    [Fact]
    public async Task A_room_that_the_user_went_out_of_before_is_no_news()
    {
        Seed();
        var session = await ConnectAsync();

        session.Tell(new UserPush.RoomLeft(Other), Users);

        await SettleAsync(session);
        Assert.False(Wire.HasMore);
    }

    [Fact]
    public async Task What_is_on_its_way_when_the_user_is_found_to_be_out_goes_nowhere()
    {
        Seed();
        var session = await ConnectAsync("""{"r-team":1}""");
        Store.Write(Team, new RoomEvent.MemberChanged(3, Noon, Ann, MemberChange.Left, Ann, MemberRole.Member));
        session.Tell(new DeliveryPush.Attached(Team, 3), Delivery);
        Assert.True((await Wire.NextAsync("room")).GetProperty("removed").GetBoolean());

        session.Tell(new DeliveryPush.Events(Team, Frames(4)), Delivery);
        session.Tell(new DeliveryPush.Ephemeral(Team, Frame(4).Frame), Delivery);

        await SettleAsync(session);
        Assert.False(Wire.HasMore);
    }
}
