using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

/// <summary>What becomes of the requests of a session.</summary>
public sealed class SessionActorRequestTests : SessionActorTests
{
    [Fact]
    public async Task Requests_before_connect_are_unauthorized()
    {
        var session = Open();

        SendPost(session, 1);

        await ErrorAsync(1, ErrorCode.Unauthorized);
    }

    [Fact]
    public async Task A_second_connect_is_a_bad_frame()
    {
        var session = await ConnectAsync();

        SendConnect(session);

        await ErrorAsync(0, ErrorCode.BadFrame);
    }

    [Fact]
    public async Task A_ping_is_answered_before_connect()
    {
        var session = Open();

        Send(session, """{"type":"ping","id":3,"t":17}""");

        Assert.Equal("17", (await Wire.NextAsync("pong")).GetProperty("t").GetRawText());
    }

    [Fact]
    public async Task Requests_for_rooms_go_out_in_the_order_they_came()
    {
        var session = await ConnectAsync();

        for (var i = 1; i <= 20; i++)
        {
            SendPost(session, i);
        }

        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(Key($"k-{i}"), (await Rooms.ExpectMsgAsync<RoomCommand.Post>()).Key);
        }
    }

    [Fact]
    public async Task The_author_is_whoever_is_signed_in()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"recall","id":1,"room":"r-team","target":4,"from":"u-bob","by":"u-bob"}""");

        Assert.Equal(Ann, (await Rooms.ExpectMsgAsync<RoomCommand.Recall>()).By);
    }

    [Fact]
    public async Task A_done_request_is_acked_under_its_id()
    {
        var session = await ConnectAsync();
        SendPost(session, 7);
        var post = await Rooms.ExpectMsgAsync<RoomCommand.Post>();

        session.Tell(new RoomReply.Done(post.Ref, 9, post.Id, Noon, Duplicate: false), Rooms);

        var ack = await Wire.NextAsync("ack");
        Assert.Equal((7, 9), (ack.GetProperty("id").GetInt32(), ack.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task A_refused_request_says_when_to_come_again()
    {
        var session = await ConnectAsync();
        SendPost(session, 7);
        var post = await Rooms.ExpectMsgAsync<RoomCommand.Post>();

        session.Tell(new RoomReply.Refused(post.Ref, ErrorCode.RateLimited, TimeSpan.FromMilliseconds(500)), Rooms);

        var error = await ErrorAsync(7, ErrorCode.RateLimited);
        Assert.Equal(500, error.GetProperty("retryAfterMs").GetInt32());
    }

    [Fact]
    public async Task A_room_that_is_silent_is_unavailable_and_its_late_answer_is_dropped()
    {
        var session = await ConnectAsync();
        SendPost(session, 7);
        var post = await Rooms.ExpectMsgAsync<RoomCommand.Post>();

        Advance(Limits.RequestTimeout);
        await ErrorAsync(7, ErrorCode.Unavailable);
        session.Tell(new RoomReply.Done(post.Ref, 9, post.Id, Noon, Duplicate: false), Rooms);
        Send(session, """{"type":"ping"}""");

        await Wire.NextAsync("pong");
    }

    [Fact]
    public async Task An_answer_to_nothing_is_dropped()
    {
        var session = await ConnectAsync();

        session.Tell(new RoomReply.Done(99, 9, Id: null, Noon, Duplicate: false), Rooms);
        Send(session, """{"type":"ping"}""");

        await Wire.NextAsync("pong");
        Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount);
    }

    [Fact]
    public async Task Every_request_gives_its_credit_back_once()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"pong"}""");
        Send(session, """{"type":"background","id":1,"on":true}""");
        Send(session, "no json");
        Send(session, """{"type":"nonsense","id":2}""");
        Send(session, """{"type":"dm.open","id":3,"user":"u-ann"}""");
        SendPost(session, 4);
        var post = await Rooms.ExpectMsgAsync<RoomCommand.Post>();
        session.Tell(new RoomReply.Done(post.Ref, 9, post.Id, Noon, Duplicate: false), Rooms);

        await AwaitAssertAsync(() => Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount));
    }

    [Fact]
    public async Task No_more_requests_are_read_while_as_many_as_allowed_are_open()
    {
        var session = await ConnectAsync();

        for (var i = 1; i <= SessionOptions.MaxOpenRequests; i++)
        {
            SendPost(session, i);
        }

        await SettleAsync(session);
        Assert.Equal(0, Socket.Credits.CurrentCount);
    }

    [Fact]
    public async Task Requests_beyond_the_burst_are_rate_limited()
    {
        var session = await ConnectAsync();
        for (var i = 2; i <= Settings.RequestBurst; i++) // connect was the first
        {
            Send(session, """{"type":"ping"}""");
            await Wire.NextAsync("pong");
        }

        Send(session, """{"type":"ping","id":9}""");

        var error = await ErrorAsync(9, ErrorCode.RateLimited);
        Assert.Equal(1_000 / Settings.RequestsPerSecond, error.GetProperty("retryAfterMs").GetInt32());
    }

    [Fact]
    public async Task Frames_of_an_unknown_type_count_as_requests()
    {
        var session = await ConnectAsync();
        for (var i = 2; i <= Settings.RequestBurst; i++)
        {
            Send(session, """{"type":"nonsense","id":1}""");
            await ErrorAsync(1, ErrorCode.UnknownType);
        }

        Send(session, """{"type":"nonsense","id":1}""");

        await ErrorAsync(1, ErrorCode.RateLimited);
    }

    [Fact]
    public async Task The_last_bad_frame_but_one_is_answered_and_the_last_one_closes()
    {
        var session = await ConnectAsync();
        for (var i = 1; i < SessionOptions.MaxBadFrames; i++)
        {
            Send(session, "no json");
            await Wire.NextAsync("error");
        }

        Send(session, """{"type":"ping"}""");
        await Wire.NextAsync("pong");
        Send(session, "no json");

        await Wire.NextAsync("error");
        await ClosedAsync(CloseCode.BadFrames);
    }

    [Fact]
    public async Task Bad_frames_count_for_a_whole_minute()
    {
        var session = await ConnectAsync();
        for (var i = 1; i < SessionOptions.MaxBadFrames; i++)
        {
            Send(session, "no json");
            await Wire.NextAsync("error");
        }

        var later = TimeSpan.FromMinutes(1);
        Socket.LastHeard = Clock.GetTimestamp() + (long)(later.TotalSeconds * Clock.TimestampFrequency);
        Advance(later);
        Send(session, "no json");

        await Wire.NextAsync("error");
        await ClosedAsync(CloseCode.BadFrames);
    }

    [Fact]
    public async Task Bad_frames_are_forgotten_after_a_minute()
    {
        var session = await ConnectAsync();
        for (var i = 1; i < SessionOptions.MaxBadFrames; i++)
        {
            Send(session, "no json");
            await Wire.NextAsync("error");
        }

        var later = TimeSpan.FromMilliseconds(60_001);
        Socket.LastHeard = Clock.GetTimestamp() + (long)(later.TotalSeconds * Clock.TimestampFrequency);
        Advance(later);
        Send(session, "no json");
        Send(session, """{"type":"ping"}""");

        await Wire.NextAsync("error");
        await Wire.NextAsync("pong");
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_answers_gets_no_further_requests_read()
    {
        var session = await ConnectAsync();
        Wire.StopReading();
        session.Tell(new Server.Users.UserPush.Tell(new byte[Settings.MaxUnsentBytes]), Users);

        Send(session, """{"type":"background","id":1,"on":true}""");
        await SettleAsync(session);
        Assert.Equal(SessionOptions.MaxOpenRequests - 1, Socket.Credits.CurrentCount);
        Wire.ReadOn();

        await AwaitAssertAsync(() => Assert.Equal(SessionOptions.MaxOpenRequests, Socket.Credits.CurrentCount));
    }

    [Fact]
    public async Task The_answer_to_a_join_is_the_room()
    {
        Store.Write(Team, [.. DecidedRoom.Of().Log.Select(stored => stored.Event)]);
        var session = await ConnectAsync();
        Send(session, """{"type":"room.join","id":5,"room":"r-team"}""");
        var join = await Rooms.ExpectMsgAsync<RoomCommand.Join>();

        session.Tell(new RoomReply.Done(join.Ref, 2, Id: null, Noon, Duplicate: true), Rooms);

        var ok = await Wire.NextAsync("ok");
        Assert.Equal(5, ok.GetProperty("id").GetInt32());
        Assert.Equal("r-team", ok.GetProperty("room").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_direct_room_with_nobody_is_not_found()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"dm.open","id":5,"user":"u-nobody"}""");

        await ErrorAsync(5, ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_message_does_not_overtake_the_making_of_its_room_while_its_members_are_looked_up()
    {
        var session = await ConnectAsync();
        Store.At(StoreStep.FindUser).Hold();
        Send(
            session,
            """{"type":"room.create","id":1,"room":"r-team","name":"Team","kind":"group","members":["u-bob"]}""");
        var look = await Store.At(StoreStep.FindUser).NextAsync();

        SendPost(session, 2);
        await SettleAsync(session);
        Assert.False(Rooms.HasMessages);
        look.GoOn();

        await Rooms.ExpectMsgAsync<RoomCommand.Create>();
        await Rooms.ExpectMsgAsync<RoomCommand.Post>();
    }

    [Fact]
    public async Task Requests_behind_a_room_that_is_not_made_go_on()
    {
        var session = await ConnectAsync();

        Send(session, """{"type":"dm.open","id":1,"user":"u-nobody"}""");
        SendPost(session, 2);

        await ErrorAsync(1, ErrorCode.NotFound);
        await Rooms.ExpectMsgAsync<RoomCommand.Post>();
    }

    private async Task<System.Text.Json.JsonElement> ErrorAsync(int id, ErrorCode code)
    {
        var error = await Wire.NextAsync("error");
        Assert.Equal((id, code.Name()), (error.GetProperty("id").GetInt32(), error.GetProperty("code").GetString()));
        return error;
    }
}
