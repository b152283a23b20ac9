using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

/// <summary>What becomes of a client's word that its user is writing.</summary>
public sealed class SessionTypingTests : SessionActorTests
{
    [Fact]
    public async Task It_is_passed_to_the_room_and_not_answered()
    {
        Seed();
        var session = await ConnectAsync();

        SendTyping(session);

        Assert.Equal(new TypingNotice(Team, Ann), await Rooms.ExpectMsgAsync<TypingNotice>());
        Assert.False(Wire.HasMore);
        Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount);
    }

    [Fact]
    public async Task More_than_one_in_three_seconds_is_dropped_in_each_room()
    {
        Seed();
        Seed(Other);
        var session = await ConnectAsync();
        SendTyping(session);
        await Rooms.ExpectMsgAsync<TypingNotice>();

        Advance(SessionTyping.Interval - TimeSpan.FromMilliseconds(1));
        SendTyping(session);
        SendTyping(session, Other);

        Assert.Equal(Other, (await Rooms.ExpectMsgAsync<TypingNotice>()).Room);
        Advance(TimeSpan.FromMilliseconds(1));
        SendTyping(session);
        Assert.Equal(Team, (await Rooms.ExpectMsgAsync<TypingNotice>()).Room);
    }

    [Fact]
    public async Task A_room_that_the_user_is_not_in_hears_nothing()
    {
        var session = await ConnectAsync();

        SendTyping(session);
        await SettleAsync(session);

        Assert.False(Rooms.HasMessages);
        Assert.False(Wire.HasMore);
    }

    [Fact]
    public async Task Before_connect_it_is_unauthorized()
    {
        var session = Open();

        SendTyping(session);

        Assert.Equal("unauthorized", (await Wire.NextAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_is_malformed_is_told()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"typing","room":7}""");

        Assert.Equal("bad_frame", (await Wire.NextAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Too_many_frames_are_dropped_without_an_error()
    {
        Seed();
        var session = await ConnectAsync();
        for (var i = 0; i < 2 * Settings.RequestBurst; i++)
        {
            SendTyping(session);
            await SettleAsync(session);
        }

        Assert.False(Wire.HasMore);
        Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount);
    }

    [Fact]
    public async Task A_client_without_room_is_not_told_that_others_write()
    {
        Seed();
        var session = await ConnectAsync();
        Wire.StopReading();
        session.Tell(new UserPush.Tell(new byte[Settings.MaxUnsentBytes]), Users);
        session.Tell(new DeliveryPush.Ephemeral(Team, Pushes.Typing(Team, Bob)), Delivery);
        await SettleAsync(session);

        Wire.ReadOn();
        await Wire.NextTextAsync();
        Send(session, """{"type":"ping","id":1}""");

        await Wire.NextAsync("pong"); // and nothing before it
    }

    private void SendTyping(IActorRef session, RoomId? room = null) =>
        Send(session, $$"""{"type":"typing","room":"{{room ?? Team}}"}""");
}
