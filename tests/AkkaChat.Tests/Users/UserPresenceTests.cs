using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Users;

/// <summary>What a user's actor tells those who watch the user.</summary>
public sealed class UserPresenceTests : ActorTests
{
    private static readonly PresenceOptions Options = new();
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentQueue<(UserId User, long Time)> _seen = [];
    private readonly TestProbe _shard;
    private readonly TestProbe _watcher;
    private readonly IActorRef _user;

    public UserPresenceTests()
    {
        _shard = CreateTestProbe("shard");
        _watcher = CreateTestProbe("watcher");
        var with = new UserDependencies(Clock, Options, (user, time) => _seen.Enqueue((user, time)));
        _user = _shard.ChildActorOf(Props.Create(() => new UserActor(with)), Ann.Value);
    }

    [Fact]
    public async Task Who_asks_is_told_at_once_and_then_of_every_change()
    {
        var session = await RegisteredAsync("web");
        await WatchAsync(PresenceKind.Online);

        Hide(session, "web");
        await SettleAsync();
        Advance(Options.AwayAfter);

        await ToldAsync(PresenceKind.Away, Noon);
        Hide(session, "web", isHidden: false);
        await ToldAsync(PresenceKind.Online);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task A_user_is_online_as_long_as_one_session_is_seen()
    {
        var web = await RegisteredAsync("web");
        var phone = await RegisteredAsync("ios");
        await WatchAsync(PresenceKind.Online);

        Hide(web, "web");
        await SettleAsync();
        Advance(Options.AwayAfter);
        await SettleAsync();
        Assert.False(_watcher.HasMessages);

        Hide(phone, "ios");
        await SettleAsync();
        Advance(Options.AwayAfter);
        await ToldAsync(PresenceKind.Away, Noon + (long)Options.AwayAfter.TotalMilliseconds);
    }

    [Fact]
    public async Task A_session_that_ends_makes_offline_after_the_grace_and_that_is_written_down()
    {
        var session = await RegisteredAsync("web");
        await WatchAsync(PresenceKind.Online);

        await EndAsync(session);
        Advance(Options.OfflineAfter - Moment);
        await SettleAsync();
        Assert.False(_watcher.HasMessages);
        Advance(Moment);

        await ToldAsync(PresenceKind.Offline, Noon);
        Assert.Equal([(Ann, Noon)], _seen);
    }

    [Fact]
    public async Task A_reconnect_within_the_grace_is_told_to_nobody_and_not_written_down()
    {
        var session = await RegisteredAsync("web");
        await WatchAsync(PresenceKind.Online);
        await EndAsync(session);
        Advance(Options.OfflineAfter - Moment);

        await RegisteredAsync("web");
        Advance(Options.OfflineAfter + Options.AwayAfter);
        await SettleAsync();

        Assert.False(_watcher.HasMessages);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task When_a_user_whom_nobody_watches_goes_that_is_written_down_too()
    {
        var session = await RegisteredAsync("web");

        await EndAsync(session);
        Advance(Options.OfflineAfter);
        await SettleAsync();

        Assert.Equal([(Ann, Noon)], _seen);
    }

    [Fact]
    public async Task An_actor_that_was_woken_by_the_question_is_sure_after_a_while()
    {
        await WatchAsync(PresenceKind.Offline, isSure: false);

        Advance(Options.SureAfter);

        await ToldAsync(PresenceKind.Offline);
    }

    [Fact]
    public async Task What_the_watcher_remembers_is_told()
    {
        _user.Tell(new PresenceCommand.Watch(Ann, IsThere: false, Noon - 5), _watcher);

        await ToldAsync(PresenceKind.Offline, Noon - 5, isSure: false);
        Advance(Options.SureAfter);
        await ToldAsync(PresenceKind.Offline, Noon - 5);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task Who_was_there_when_a_node_died_was_last_seen_then()
    {
        _user.Tell(new PresenceCommand.Watch(Ann, IsThere: true, Noon - 5), _watcher);
        await ToldAsync(PresenceKind.Offline, Noon, isSure: false);

        Advance(Options.SureAfter);

        await ToldAsync(PresenceKind.Offline, Noon);
        Assert.Equal([(Ann, Noon)], _seen);
    }

    [Fact]
    public async Task Who_watches_no_more_hears_no_more()
    {
        var session = await RegisteredAsync("web");
        await WatchAsync(PresenceKind.Online);

        _user.Tell(new PresenceCommand.Unwatch(Ann), _watcher);
        await EndAsync(session);
        Advance(Options.OfflineAfter);
        await SettleAsync();

        Assert.False(_watcher.HasMessages);
    }

    [Fact]
    public async Task A_watcher_that_does_not_ask_again_is_forgotten_with_its_lease()
    {
        await WatchAsync(PresenceKind.Offline, isSure: false);
        Advance(Options.SureAfter);
        await ToldAsync(PresenceKind.Offline);

        Advance(Options.Lease);

        await _shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task A_user_who_is_watched_stays_awake_without_a_session()
    {
        await WatchAsync(PresenceKind.Offline, isSure: false);
        Advance(Options.SureAfter);
        await ToldAsync(PresenceKind.Offline);

        Advance(Options.Lease / 2);
        await SettleAsync();

        Assert.False(_shard.HasMessages);
    }

    [Fact]
    public async Task An_actor_that_stops_says_so_and_writes_down_what_nobody_else_knows()
    {
        var session = await RegisteredAsync("web");
        await WatchAsync(PresenceKind.Online);
        Hide(session, "web");
        await SettleAsync();
        Advance(Options.AwayAfter);
        await ToldAsync(PresenceKind.Away, Noon);

        Sys.Stop(_user);

        Assert.Equal(new PresencePush.Stopped(Ann), await _watcher.ExpectMsgAsync<PresencePush.Stopped>());
        Assert.Equal(_user, _watcher.LastSender);
        Assert.Equal([(Ann, Noon)], _seen);
    }

    private async Task WatchAsync(PresenceKind kind, bool isSure = true)
    {
        _user.Tell(new PresenceCommand.Watch(Ann, IsThere: false, LastSeen: null), _watcher);
        await ToldAsync(kind, isSure: isSure);
    }

    // Behind it the actor is done, its next timer runs, and time may go on.
    private async Task ToldAsync(PresenceKind kind, long? lastSeen = null, bool isSure = true)
    {
        Assert.Equal(
            new PresencePush.Changed(Ann, kind, lastSeen, isSure), await _watcher.ExpectMsgAsync<PresencePush.Changed>());
        await SettleAsync();
    }

    private async Task<TestProbe> RegisteredAsync(string platform)
    {
        var session = CreateTestProbe();
        _user.Tell(new UserCommand.Register(Ann, platform, Device("d-1"), Place: null), session);
        await session.ExpectMsgAsync<UserPush.Registered>();
        return session;
    }

    private void Hide(TestProbe session, string platform, bool isHidden = true) =>
        _user.Tell(new UserCommand.Register(Ann, platform, Device("d-1"), Place: 1, isHidden), session);

    private async Task EndAsync(TestProbe session)
    {
        await WatchAsync(session);
        Sys.Stop(session);
        await ExpectTerminatedAsync(session);
        await SettleAsync();
    }

    // The actor has handled all it was told before.
    private async Task SettleAsync()
    {
        _user.Tell(new Identify(0), Asker);
        await Asker.ExpectMsgAsync<ActorIdentity>();
    }
}
