using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

/// <summary>Whom a session watches, and whether its own user counts as looking at the app.</summary>
public sealed class SessionPresenceTests : SessionActorTests
{
    private static readonly byte[] Answer = Answers.Presence(new RequestId("1"), []);

    [Fact]
    public async Task A_request_goes_to_the_nodes_presence_and_its_answer_to_the_client()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"presence","id":1,"users":["u-bob","u-cat"]}""");
        var watch = await Presence.ExpectMsgAsync<WatchCommand.Watch>();
        session.Tell(new WatchPush.Answered(Answer), Presence);

        Assert.Equal((Ann, "1"), (watch.By, watch.Id.Json));
        Assert.Equal([Bob, Cat], watch.Users.AsEnumerable());
        await Wire.NextAsync("ok");
        Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount);
    }

    [Fact]
    public async Task The_next_request_waits_for_the_answer()
    {
        var session = await ConnectAsync();
        Send(session, """{"type":"presence","id":1,"users":["u-bob"]}""");
        Send(session, """{"type":"presence","id":2,"users":["u-cat"]}""");
        await Presence.ExpectMsgAsync<WatchCommand.Watch>();
        await SettleAsync(session);
        Assert.False(Presence.HasMessages);

        session.Tell(new WatchPush.Answered(Answer), Presence);

        Assert.Equal([Cat], (await Presence.ExpectMsgAsync<WatchCommand.Watch>()).Users.AsEnumerable());
    }

    [Fact]
    public async Task News_are_pushed()
    {
        var session = await WatchingAsync();

        session.Tell(new WatchPush.News([Pushes.Presence(new PresenceView(Bob, PresenceKind.Away, Noon))]), Presence);

        Assert.Equal("away", (await Wire.NextAsync("presence")).GetProperty("state").GetString());
        Assert.False(Presence.HasMessages);
    }

    [Fact]
    public async Task News_without_room_are_dropped_and_asked_for_again()
    {
        var session = await WatchingAsync();
        Wire.StopReading();
        session.Tell(new UserPush.Tell(new byte[Settings.MaxUnsentBytes]), Users);

        session.Tell(new WatchPush.News([Pushes.Presence(new PresenceView(Bob, PresenceKind.Away, Noon))]), Presence);

        await Presence.ExpectMsgAsync<WatchCommand.Missed>();
    }

    [Fact]
    public async Task A_presence_that_is_lost_is_asked_again_and_an_open_request_is_unavailable()
    {
        var session = await ConnectAsync();
        Send(session, """{"type":"presence","id":1,"users":["u-bob"]}""");
        await Presence.ExpectMsgAsync<WatchCommand.Watch>();

        session.Tell(WatchPush.Lost.Instance, Presence);

        Assert.Equal("unavailable", (await Wire.NextAsync("error")).GetProperty("code").GetString());
        var again = await Presence.ExpectMsgAsync<WatchCommand.Watch>();
        Assert.True(again.Id.IsNone);
        Assert.Equal([Bob], again.Users.AsEnumerable());
    }

    [Fact]
    public async Task A_client_may_connect_with_its_app_hidden()
    {
        var session = Open();
        Send(
            session,
            $$"""{"type":"connect","id":0,"token":"{{Token(Ann)}}","deviceId":"d-1","platform":"web","background":true}""");

        Assert.True((await Users.ExpectMsgAsync<UserCommand.Register>()).IsHidden);
    }

    [Fact]
    public async Task Hiding_and_showing_the_app_is_told_until_it_is_answered()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"background","id":3,"on":true}""");
        await Wire.NextAsync("ok");
        Assert.True((await Users.ExpectMsgAsync<UserCommand.Register>()).IsHidden);
        Advance(TimeSpan.FromMilliseconds(500));
        Assert.True((await Users.ExpectMsgAsync<UserCommand.Register>()).IsHidden);
        session.Tell(new UserPush.Registered(Users, Place), Users);

        Send(session, """{"type":"background","id":4,"on":false}""");
        await Wire.NextAsync("ok");
        Assert.False((await Users.ExpectMsgAsync<UserCommand.Register>()).IsHidden);
    }

    [Fact]
    public async Task Saying_it_twice_tells_nothing_new()
    {
        var session = await ConnectAsync();
        Send(session, """{"type":"background","id":3,"on":false}""");
        await Wire.NextAsync("ok");
        await SettleAsync(session);

        Assert.False(Users.HasMessages);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_ping_counts_as_hidden_until_it_is_heard()
    {
        var session = await ConnectAsync();
        await SettleAsync(session);
        Advance(Limits.HeartbeatInterval);
        await Wire.NextAsync("ping");
        Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        await SettleAsync(session);
        Assert.False(Users.HasMessages);

        Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await Users.ExpectMsgAsync<UserCommand.Register>()).IsHidden);
        Socket.LastHeard = Clock.GetTimestamp();
        Send(session, """{"type":"pong"}""");

        Assert.False((await Users.ExpectMsgAsync<UserCommand.Register>()).IsHidden);
    }

    [Fact]
    public async Task A_hidden_client_that_is_heard_is_still_hidden()
    {
        var session = await ConnectAsync();
        Send(session, """{"type":"background","id":3,"on":true}""");
        await Users.ExpectMsgAsync<UserCommand.Register>();
        session.Tell(new UserPush.Registered(Users, Place), Users);
        await SettleAsync(session);
        Socket.LastHeard = Clock.GetTimestamp();
        Advance(Limits.HeartbeatInterval);
        Advance(TimeSpan.FromSeconds(10));
        await SettleAsync(session);
        Socket.LastHeard = Clock.GetTimestamp();
        Send(session, """{"type":"pong"}""");
        await SettleAsync(session);

        Assert.False(Users.HasMessages);
    }

    private async Task<IActorRef> WatchingAsync()
    {
        var session = await ConnectAsync();
        Send(session, """{"type":"presence","id":1,"users":["u-bob"]}""");
        await Presence.ExpectMsgAsync<WatchCommand.Watch>();
        session.Tell(new WatchPush.Answered(Answer), Presence);
        await Wire.NextAsync("ok");
        return session;
    }
}
