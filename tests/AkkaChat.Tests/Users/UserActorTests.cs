using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Users;

public sealed class UserActorTests : ActorTests
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    private readonly TestProbe _shard;
    private readonly IActorRef _user;

    public UserActorTests()
    {
        _shard = CreateTestProbe("shard");
        var with = new UserDependencies(Clock, new PresenceOptions(), (_, _) => { });
        _user = _shard.ChildActorOf(Props.Create(() => new UserActor(with)), Ann.Value);
    }

    [Fact]
    public async Task A_session_learns_whom_it_is_registered_with()
    {
        var session = CreateTestProbe();

        Register(session, "web", "d-1");

        Assert.Equal(new UserPush.Registered(_user, Noon), await session.ExpectMsgAsync<UserPush.Registered>());
    }

    [Theory]
    [InlineData("d-1", true)]
    [InlineData("d-2", false)]
    public async Task A_newer_session_of_the_platform_takes_the_slot(string device, bool same)
    {
        var older = await RegisteredAsync("web", "d-1");

        await RegisteredAsync("web", device);

        Assert.Equal(new UserPush.Displaced(same), await older.ExpectMsgAsync<UserPush.Displaced>());
    }

    [Fact]
    public async Task Sessions_of_other_platforms_keep_their_slots()
    {
        var web = await RegisteredAsync("web", "d-1");

        var phone = await RegisteredAsync("ios", "d-2");
        Push();

        await web.ExpectMsgAsync<UserPush.RoomEntered>();
        await phone.ExpectMsgAsync<UserPush.RoomEntered>();
    }

    [Fact]
    public async Task A_session_that_registers_again_is_not_displaced()
    {
        var session = await RegisteredAsync("web", "d-1");

        Register(session, "web", "d-1");

        await session.ExpectMsgAsync<UserPush.Registered>();
    }

    [Fact]
    public async Task A_displaced_session_that_repeats_its_question_is_told_again()
    {
        var older = await RegisteredAsync("web", "d-1");
        var newer = await RegisteredAsync("web", "d-1");
        await older.ExpectMsgAsync<UserPush.Displaced>();

        Register(older, "web", "d-1");

        Assert.Equal(new UserPush.Displaced(SameDevice: true), await older.ExpectMsgAsync<UserPush.Displaced>());
        Assert.False(newer.HasMessages);
    }

    [Fact]
    public async Task A_displaced_session_gets_nothing_more()
    {
        var older = await RegisteredAsync("web", "d-1");
        var newer = await RegisteredAsync("web", "d-1");
        await older.ExpectMsgAsync<UserPush.Displaced>();

        Push();

        await newer.ExpectMsgAsync<UserPush.RoomEntered>();
        Assert.False(older.HasMessages);
    }

    [Fact]
    public async Task The_end_of_a_displaced_session_leaves_the_newer_one_its_slot()
    {
        var older = await RegisteredAsync("web", "d-1");
        var newer = await RegisteredAsync("web", "d-1");
        await WatchAsync(older);
        Sys.Stop(older);
        await ExpectTerminatedAsync(older);

        Push();

        await newer.ExpectMsgAsync<UserPush.RoomEntered>();
    }

    [Fact]
    public async Task A_users_actor_that_stops_says_so_to_its_sessions()
    {
        var session = await RegisteredAsync("web", "d-1");

        Sys.Stop(_user);

        await session.ExpectMsgAsync<UserPush.OwnerStopped>();
        Assert.Equal(_user, session.LastSender);
    }

    [Fact]
    public async Task What_is_for_the_user_goes_to_every_session()
    {
        var web = await RegisteredAsync("web", "d-1");
        var phone = await RegisteredAsync("ios", "d-2");
        var frame = "{}"u8.ToArray();

        _user.Tell(new UserCommand.Tell(Ann, frame));

        Assert.Equal(frame, (await web.ExpectMsgAsync<UserPush.Tell>()).Frame);
        Assert.Equal(frame, (await phone.ExpectMsgAsync<UserPush.Tell>()).Frame);
    }

    [Fact]
    public async Task A_room_entered_is_told_with_its_event()
    {
        var session = await RegisteredAsync("web", "d-1");

        Push();

        Assert.Equal(new UserPush.RoomEntered(Team, 7), await session.ExpectMsgAsync<UserPush.RoomEntered>());
    }

    [Fact]
    public async Task A_user_without_sessions_asks_to_be_put_to_sleep()
    {
        var session = CreateTestProbe();
        _user.Tell(new Identify(1), session);
        await session.ExpectMsgAsync<ActorIdentity>();

        Advance(IdleTimeout);

        await _shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task A_user_with_a_session_stays_awake()
    {
        var session = await RegisteredAsync("web", "d-1");

        Advance(IdleTimeout);
        Push();

        await session.ExpectMsgAsync<UserPush.RoomEntered>();
        Assert.False(_shard.HasMessages);
    }

    private void Push() => _user.Tell(new UserCommand.RoomEntered(Ann, Team, 7));

    private void Register(TestProbe session, string platform, string device) =>
        _user.Tell(new UserCommand.Register(Ann, platform, Device(device), Place: null), session);

    private async Task<TestProbe> RegisteredAsync(string platform, string device)
    {
        var session = CreateTestProbe();
        Register(session, platform, device);
        await session.ExpectMsgAsync<UserPush.Registered>();
        return session;
    }
}
