using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

/// <summary>How a session gets and keeps its slot, and finds out what it was not told.</summary>
public sealed class SessionSlotTests : SessionActorTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Asking_for_the_slot_is_repeated_until_it_is_answered()
    {
        var session = Open();
        SendConnect(session);
        await Users.ExpectMsgAsync<UserCommand.Register>();

        Advance(Second);
        Assert.Null((await Users.ExpectMsgAsync<UserCommand.Register>()).Place);
        session.Tell(new UserPush.Registered(Users, Place), Users);

        await Wire.NextAsync("ok");
    }

    [Fact]
    public async Task A_client_whose_users_actor_does_not_answer_is_told_so_in_time()
    {
        var session = Open();
        SendConnect(session);
        await Users.ExpectMsgAsync<UserCommand.Register>();

        Advance(Limits.RequestTimeout);

        var error = await Wire.NextAsync("error");
        Assert.Equal("unavailable", error.GetProperty("code").GetString());
        Assert.True(error.GetProperty("temporary").GetBoolean());
    }

    [Fact]
    public async Task A_client_that_was_told_so_may_try_again()
    {
        var patient = new Server.Start.LimitOptions { RequestTimeout = 2 * Second };
        Limits = patient;
        var session = Open();
        SendConnect(session);
        await Users.ExpectMsgAsync<UserCommand.Register>();
        Advance(patient.RequestTimeout);
        await Wire.NextAsync("error");

        SendConnect(session);
        await SettleAsync(session);
        session.Tell(new UserPush.Registered(Users, Place), Users);

        await Wire.NextAsync("ok");
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_signs_nobody_in()
    {
        Limits = new Server.Start.LimitOptions { RequestTimeout = 2 * Second };
        var session = Open();
        SendConnect(session);
        await Users.ExpectMsgAsync<UserCommand.Register>();
        Advance(Limits.RequestTimeout);
        await Wire.NextAsync("error");

        session.Tell(new UserPush.Registered(Users, Place), Users);
        Send(session, """{"type":"history","id":1,"room":"r-team"}""");

        Assert.Equal("unauthorized", (await Wire.NextAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_session_registers_again_with_its_place_when_its_users_actor_stops()
    {
        var owner = CreateTestProbe("owner");
        var session = await ConnectWithAsync(owner);

        session.Tell(new UserPush.OwnerStopped(), owner);

        await AskedAgainAsync();
    }

    [Fact]
    public async Task A_session_registers_again_when_the_node_of_its_users_actor_is_lost()
    {
        var owner = CreateTestProbe("owner");
        var session = await ConnectWithAsync(owner);

        session.Tell(new SessionInput.NodeLost(owner.Ref.Path.Address));

        await AskedAgainAsync();
    }

    [Fact]
    public async Task The_loss_of_another_node_or_the_end_of_an_earlier_owner_asks_nothing()
    {
        var owner = CreateTestProbe("owner");
        var session = await ConnectWithAsync(owner);

        session.Tell(new SessionInput.NodeLost(Address.Parse("akka.tcp://other@127.0.0.1:1")));
        session.Tell(new UserPush.OwnerStopped(), CreateTestProbe());
        await SettleAsync(session);
        Advance(2 * Second);
        await SettleAsync(session);

        Assert.False(Users.HasMessages);
    }

    [Fact]
    public async Task Registering_again_is_repeated_for_as_long_as_it_takes()
    {
        var owner = CreateTestProbe("owner");
        var session = await ConnectWithAsync(owner);
        session.Tell(new UserPush.OwnerStopped(), owner);

        for (var i = 0; i < 10; i++)
        {
            await AskedAgainAsync();
        }

        Assert.False(Wire.HasMore);
    }

    [Fact]
    public async Task A_session_asks_now_and_then_whether_it_still_holds_its_slot()
    {
        var session = await ConnectAsync();
        await SettleAsync(session);

        Socket.LastHeard = Clock.GetTimestamp() + (long)(2 * Settings.SlotCheck.TotalSeconds * Clock.TimestampFrequency);
        Advance(1.25 * Settings.SlotCheck);

        Assert.Equal(Place, (await Users.ExpectMsgAsync<UserCommand.Register>()).Place);
    }

    [Fact]
    public async Task A_displaced_session_does_not_register_again()
    {
        var owner = CreateTestProbe("owner");
        var session = await ConnectWithAsync(owner);
        session.Tell(new UserPush.Displaced(SameDevice: false), owner);
        await ClosedAsync(CloseCode.Replaced);

        session.Tell(new UserPush.OwnerStopped(), owner);
        await SettleAsync(session);
        Advance(2 * Second);
        await SettleAsync(session);

        Assert.False(Users.HasMessages);
    }

    [Fact]
    public async Task A_room_entered_while_the_users_actor_was_away_is_found_when_it_is_back()
    {
        var owner = CreateTestProbe("owner");
        var session = await ConnectWithAsync(owner);
        session.Tell(new UserPush.OwnerStopped(), owner);
        await AskedAgainAsync();
        Seed();

        session.Tell(new UserPush.Registered(Users, Place), Users);

        var attach = await Delivery.ExpectMsgAsync<AttachCommand.Attach>();
        Assert.Equal((Team, 2L), Assert.Single(attach.Rooms));
        Assert.Equal("r-team", (await Wire.NextAsync("room")).GetProperty("room").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Rooms_are_listed_again_only_if_something_changed()
    {
        Seed();
        var session = await ConnectAsync();
        var listed = Store.At(StoreStep.ListConversations).Calls;
        var compared = Store.At(StoreStep.LoadMembershipMarks).Calls;

        session.Tell(new UserPush.Registered(Users, Place), Users);

        await AwaitConditionAsync(() => Task.FromResult(Store.At(StoreStep.LoadMembershipMarks).Calls > compared));
        await SettleAsync(session);
        Assert.Equal(listed, Store.At(StoreStep.ListConversations).Calls);
    }

    [Fact]
    public async Task A_comparison_that_failed_is_made_again_the_next_time()
    {
        var session = await ConnectAsync();
        Seed();
        Store.At(StoreStep.LoadMembershipMarks).Fail();

        // The second question may come before the first has failed: it is asked until the room is found.
        await AwaitConditionAsync(() =>
        {
            session.Tell(new UserPush.Registered(Users, Place), Users);
            return Task.FromResult(Delivery.HasMessages);
        });

        await Wire.NextAsync("room");
    }

    [Fact]
    public async Task A_room_entered_while_the_rooms_are_listed_is_not_lost()
    {
        Store.At(StoreStep.ListConversations).Hold();
        var session = Open();
        SendConnect(session);
        await RegisterAsync(session);
        var list = await Store.At(StoreStep.ListConversations).NextAsync();
        session.Tell(new UserPush.RoomEntered(Other, 1), Users);
        list.GoOn();

        await Wire.NextAsync("ok");

        await AwaitConditionAsync(() => Task.FromResult(Store.At(StoreStep.FindRoom).Calls == 1));
    }

    [Fact]
    public async Task A_room_left_while_the_rooms_are_listed_is_removed()
    {
        Store.Write(Team, [.. DecidedRoom.Of().Log.Select(stored => stored.Event)]);
        Store.At(StoreStep.ListConversations).Hold();
        var session = Open();
        SendConnect(session);
        await RegisterAsync(session);
        var list = await Store.At(StoreStep.ListConversations).NextAsync();
        session.Tell(new UserPush.RoomLeft(Team), Users);
        list.GoOn();

        await Wire.NextAsync("ok");

        Assert.True((await Wire.NextAsync("room")).GetProperty("removed").GetBoolean());
    }

    private async Task<IActorRef> ConnectWithAsync(IActorRef owner)
    {
        var session = Open();
        SendConnect(session);
        await Users.ExpectMsgAsync<UserCommand.Register>();
        session.Tell(new UserPush.Registered(owner, Place), owner);
        await Wire.NextAsync("ok");
        return session;
    }

    // Every question plans the next one; the first comes after a while that differs from session to session.
    private async Task AskedAgainAsync()
    {
        await AwaitConditionAsync(() =>
        {
            Advance(Second);
            Socket.LastHeard = Clock.GetTimestamp();
            return Task.FromResult(Users.HasMessages);
        });
        Assert.Equal(Place, (await Users.ExpectMsgAsync<UserCommand.Register>()).Place);
    }
}
