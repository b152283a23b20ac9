using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

/// <summary>How a session begins and ends.</summary>
public sealed class SessionActorLifeTests : SessionActorTests
{
    [Fact]
    public async Task A_client_that_reads_on_at_the_last_moment_stays()
    {
        var session = await ConnectAsync();
        Wire.StopReading();
        session.Tell(new UserPush.Tell(new byte[Settings.MaxUnsentBytes]), Users);
        Send(session, """{"type":"ping"}""");
        await SettleAsync(session);
        Socket.LastHeard = Clock.GetTimestamp() + (long)(Settings.SlowTimeout.TotalSeconds * Clock.TimestampFrequency);

        Advance(Settings.SlowTimeout - TimeSpan.FromMilliseconds(1));
        await SettleAsync(session);
        Wire.ReadOn();

        await Wire.NextTextAsync(); // what was too much
        await Wire.NextAsync("pong");
    }

    [Fact]
    public async Task A_connect_at_the_last_moment_is_in_time()
    {
        var session = Open();
        await SettleAsync(session);
        Advance(Limits.ConnectTimeout - TimeSpan.FromMilliseconds(1));

        SendConnect(session);
        await RegisterAsync(session);

        await Wire.NextAsync("ok");
    }

    [Fact]
    public async Task A_silent_client_is_neither_pinged_nor_closed_early()
    {
        var second = TimeSpan.FromSeconds(1); // ticks are 20 ms apart at least
        var session = await ConnectAsync();
        await SettleAsync(session);

        Advance(Limits.HeartbeatInterval - second);
        await SettleAsync(session);
        Assert.False(Wire.HasMore);
        Advance(second);
        await Wire.NextAsync("ping");
        await SettleAsync(session);

        Advance(Limits.HeartbeatInterval - second);
        await SettleAsync(session);
        Assert.False(Wire.HasMore);
        Advance(second);
        await ClosedAsync(CloseCode.NoHeartbeat);
    }

    [Fact]
    public async Task A_connect_registers_with_the_user_lists_the_rooms_and_attaches_them()
    {
        Seed();
        var session = Open();

        SendConnect(session);
        var register = await Users.ExpectMsgAsync<UserCommand.Register>();
        session.Tell(new UserPush.Registered(Users, Place), Users);

        Assert.Equal(new UserCommand.Register(Ann, "web", Device("d-1"), Place: null), register);
        var ok = await Wire.NextAsync("ok");
        Assert.Equal("u-ann", ok.GetProperty("user").GetProperty("id").GetString());
        Assert.Equal(Noon, ok.GetProperty("serverTime").GetInt64());
        Assert.Equal(25_000, ok.GetProperty("heartbeatMs").GetInt32());
        Assert.Equal("r-team", ok.GetProperty("rooms")[0].GetProperty("id").GetString());
        var attach = await Delivery.ExpectMsgAsync<AttachCommand.Attach>();
        Assert.Equal([Team], attach.Rooms.Select(attached => attached.Room));
    }

    [Fact]
    public async Task A_token_that_is_none_closes_the_connection()
    {
        var session = Open();

        Send(session, """{"type":"connect","id":0,"token":"nonsense","deviceId":"d-1","platform":"web"}""");

        await Wire.NextAsync("error");
        await ClosedAsync(CloseCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_somebody_unknown_closes_the_connection()
    {
        var session = Open();
        SendConnect(session, user: UserId.Parse("u-nobody"));

        await RegisterAsync(session);

        await Wire.NextAsync("error");
        await ClosedAsync(CloseCode.Unauthorized);
    }

    [Fact]
    public async Task A_client_may_connect_again_after_the_store_failed()
    {
        Store.At(StoreStep.ListConversations).Fail();
        var session = Open();
        SendConnect(session);
        await RegisterAsync(session);
        await Wire.NextAsync("error");

        SendConnect(session);
        await RegisterAsync(session);

        await Wire.NextAsync("ok");
    }

    [Fact]
    public async Task What_the_client_missed_comes_before_what_is_new()
    {
        var session = await ConnectBehindAsync();
        session.Tell(new DeliveryPush.Events(Team, Frames(5)), Delivery);
        (await Store.At(StoreStep.ReadEvents).NextAsync()).GoOn();

        foreach (var seq in new[] { 3, 4, 5 })
        {
            Assert.Equal(seq, (await Wire.NextAsync("event")).GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public async Task A_session_in_step_asks_for_its_events_to_be_written_and_answers_the_mark_behind_what_it_was_told()
    {
        Seed();
        var session = await ConnectAsync();
        await Delivery.ExpectMsgAsync<AttachCommand.Attach>();
        session.Tell(new DeliveryPush.Attached(Team, 2), Delivery);

        session.Tell(new DeliveryPush.Events(Team, Frames(3)), Delivery);
        Assert.Equal(new AttachCommand.Write(Team), await Delivery.ExpectMsgAsync<AttachCommand.Write>());
        session.Tell(new DeliveryPush.Mark(Team, Turn: 4), Delivery);

        Assert.Equal(
            new AttachCommand.Marked(Team, Turn: 4, InStep: true), await Delivery.ExpectMsgAsync<AttachCommand.Marked>());
        Assert.Equal(3, (await Wire.NextAsync("event")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_session_that_catches_up_is_not_in_step()
    {
        var session = await ConnectBehindAsync();

        session.Tell(new DeliveryPush.Events(Team, Frames(5)), Delivery);
        session.Tell(new DeliveryPush.Mark(Team, Turn: 1), Delivery);

        Assert.Equal(
            new AttachCommand.Marked(Team, Turn: 1, InStep: false), await Delivery.ExpectMsgAsync<AttachCommand.Marked>());
    }

    [Fact]
    public async Task A_cursor_of_a_room_that_the_user_left_is_answered_with_its_removal()
    {
        await ConnectAsync("""{"r-other":2}""");

        var room = await Wire.NextAsync("room");

        Assert.True(room.GetProperty("removed").GetBoolean());
    }

    [Fact]
    public async Task A_room_that_could_not_be_read_is_a_resync()
    {
        Seed();
        Store.Write(Team, Posted(3, Ann, "k-3"));
        Store.At(StoreStep.ReadEvents).Fail();
        var session = await ConnectAsync("""{"r-team":2}""");

        session.Tell(new DeliveryPush.Attached(Team, 3), Delivery);

        await ClosedAsync(CloseCode.Resync);
    }

    [Fact]
    public async Task A_newer_session_of_another_device_replaces_this_one()
    {
        var session = await ConnectAsync();

        session.Tell(new UserPush.Displaced(SameDevice: false), Users);

        await ClosedAsync(CloseCode.Replaced);
    }

    [Fact]
    public async Task The_same_device_takes_over_without_a_word()
    {
        var session = await ConnectAsync();

        session.Tell(new UserPush.Displaced(SameDevice: true), Users);

        Assert.Equal((int)CloseCode.TakenOver, (await Wire.ClosedAsync()).Code);
        Assert.False(Wire.HasMore);
    }

    [Fact]
    public async Task A_connection_that_does_not_connect_in_time_is_closed()
    {
        await SettleAsync(Open());

        Advance(Limits.ConnectTimeout);

        await ClosedAsync(CloseCode.NoConnect);
    }

    [Fact]
    public async Task A_silent_client_is_pinged_and_then_closed()
    {
        var session = await ConnectAsync();
        await SettleAsync(session);

        Advance(Limits.HeartbeatInterval);
        await Wire.NextAsync("ping");
        await SettleAsync(session);
        Advance(Limits.HeartbeatInterval);

        await ClosedAsync(CloseCode.NoHeartbeat);
    }

    [Fact]
    public async Task A_client_that_answers_the_ping_stays()
    {
        var session = await ConnectAsync();
        await SettleAsync(session);
        Advance(Limits.HeartbeatInterval);
        await Wire.NextAsync("ping");
        await SettleAsync(session);

        Advance(Limits.HeartbeatInterval / 2);
        Socket.LastHeard = Clock.GetTimestamp();
        Advance(Limits.HeartbeatInterval / 2);
        await SettleAsync(session);
        Advance(Limits.HeartbeatInterval / 2);

        await Wire.NextAsync("ping");
    }

    [Fact]
    public async Task At_its_expiry_a_token_closes_the_connection()
    {
        await SettleAsync(await ConnectAsync());

        Socket.LastHeard = Clock.GetTimestamp() + (long)(TokenLifetime.TotalSeconds * Clock.TimestampFrequency);
        Advance(TokenLifetime);

        Assert.Equal("token_expired", (await Wire.NextAsync("bye")).GetProperty("reason").GetString());
        Assert.Equal((int)CloseCode.Unauthorized, (await Wire.ClosedAsync()).Code);
    }

    [Fact]
    public async Task A_token_of_another_user_does_not_renew()
    {
        var session = await ConnectAsync();

        Send(session, $$"""{"type":"token","id":1,"token":"{{Token(Bob)}}"}""");

        Assert.Equal("unauthorized", (await Wire.NextAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_newer_token_prolongs_the_connection()
    {
        var session = await ConnectAsync();
        Advance(TimeSpan.FromSeconds(10));

        Send(session, $$"""{"type":"token","id":1,"token":"{{Token(Ann)}}"}""");

        var expires = Noon + (long)TokenLifetime.TotalMilliseconds + 10_000;
        Assert.Equal(expires, (await Wire.NextAsync("ok")).GetProperty("tokenExpiresAt").GetInt64());
    }

    [Fact]
    public async Task A_node_that_leaves_says_so()
    {
        var session = await ConnectAsync();

        session.Tell(SessionInput.Leave.Instance);

        await ClosedAsync(CloseCode.ShuttingDown);
    }

    [Fact]
    public async Task A_socket_that_is_gone_ends_the_session()
    {
        var session = await ConnectAsync();
        await WatchAsync(session);

        session.Tell(SessionInput.Closed.Instance);

        await ExpectTerminatedAsync(session);
        await Wire.AbortedAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_close_is_cut_off()
    {
        var session = await ConnectAsync();
        await WatchAsync(session);
        session.Tell(SessionInput.Leave.Instance);
        await ClosedAsync(CloseCode.ShuttingDown);

        Advance(SessionOptions.CloseTimeout);

        await ExpectTerminatedAsync(session);
        await Wire.AbortedAsync();
    }

    [Fact]
    public async Task Requests_after_a_close_are_not_carried_out()
    {
        var session = await ConnectAsync();
        session.Tell(new UserPush.Displaced(SameDevice: false), Users);

        SendPost(session, 1);
        await SettleAsync(session);

        Assert.False(Rooms.HasMessages);
        Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount);
    }

    [Fact]
    public async Task A_client_that_stays_slow_is_cut_off_though_it_never_reads_the_close()
    {
        var session = await ConnectAsync();
        await WatchAsync(session);
        Wire.StopReading();
        session.Tell(new UserPush.Tell(new byte[Settings.MaxUnsentBytes]), Users);
        Send(session, """{"type":"ping"}""");
        await SettleAsync(session);

        Socket.LastHeard = Clock.GetTimestamp() + (long)(Settings.SlowTimeout.TotalSeconds * Clock.TimestampFrequency);
        Advance(Settings.SlowTimeout);
        await SettleAsync(session);
        Advance(SessionOptions.CloseTimeout);

        await ExpectTerminatedAsync(session);
        await Wire.AbortedAsync();
    }

    // The client has two events less than there are; reading them is held.
    private async Task<IActorRef> ConnectBehindAsync()
    {
        Seed();
        Store.Write(Team, Posted(3, Ann, "k-3"), Posted(4, Ann, "k-4"));
        Store.At(StoreStep.ReadEvents).Hold();
        var session = await ConnectAsync("""{"r-team":2}""");
        await Delivery.ExpectMsgAsync<AttachCommand.Attach>();
        session.Tell(new DeliveryPush.Attached(Team, 4), Delivery);
        return session;
    }
}
