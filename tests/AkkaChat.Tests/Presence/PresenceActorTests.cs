using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Presence;

/// <summary>Whom the sessions of a node watch.</summary>
public sealed class PresenceActorTests : ActorTests
{
    private static readonly PresenceOptions Options = new();
    private static readonly RequestId Id = new("7");

    private readonly IActorRef _presence;
    private readonly TestProbe _session;
    private readonly TestProbe _owner;
    private readonly FakeSocket _wire = new();
    private readonly SocketWriter _writer;

    public PresenceActorTests()
    {
        _session = CreateTestProbe("session");
        _owner = CreateTestProbe("owner");
        _writer = new SocketWriter(_wire, stream: null, maxUnsentBytes: 1024);
        _presence = Sys.ActorOf(Props.Create(() => new PresenceActor(Options, Clock, Store, Reads, Users)));
    }

    [Fact]
    public async Task The_answer_says_whether_those_who_share_a_room_are_there()
    {
        Seed(Team, Ann, Bob);
        Store.LastSeen[Bob] = Noon - 9;

        Watch(_session, Ann, Bob, Eve);
        Assert.Equal(new PresenceCommand.Watch(Bob, IsThere: false, Noon - 9), await Users.ExpectMsgAsync<PresenceCommand.Watch>());
        Say(Bob, PresenceKind.Away, Noon - 5);

        Assert.Equal(["u-bob away 1789999999995", "u-eve offline null"], await AnswerAsync());
        Assert.False(Users.HasMessages); // Eve is not asked for
    }

    [Fact]
    public async Task Nobody_is_watched_with_an_empty_list()
    {
        Watch(_session, Ann);

        Assert.Empty(await AnswerAsync());
    }

    [Fact]
    public async Task Whose_actor_does_not_answer_is_offline_in_the_answer_and_told_later()
    {
        Seed(Team, Ann, Bob);
        Watch(_session, Ann, Bob);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();

        await TickAsync(PresenceNews.AnswerAfter);
        Assert.Equal(["u-bob offline null"], await AnswerAsync());
        await TickAsync(PresenceActor.Interval);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>(); // asked again
        Say(Bob, PresenceKind.Online);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    [Fact]
    public async Task Two_sessions_that_watch_the_same_person_are_one_question()
    {
        Seed(Team, Ann, Bob, Cat);
        var second = CreateTestProbe("second");
        Watch(_session, Ann, Bob);
        Watch(second, Cat, Bob);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();
        await SettleAsync();
        await AwaitConditionAsync(() => Task.FromResult(Store.At(StoreStep.FindPeers).Calls > 0));
        Say(Bob, PresenceKind.Online);

        Assert.Equal(["u-bob online null"], await AnswerAsync());
        Assert.Equal(["u-bob online null"], await AnswerAsync(second));
    }

    [Fact]
    public async Task A_thousand_sessions_that_watch_twenty_people_are_twenty_questions_and_two_rounds_of_news()
    {
        const int Sessions = 2 * PresenceNews.MostAtOnce;
        UserId[] people = [.. Enumerable.Range(0, 20).Select(i => UserId.Parse($"u-{i}"))];
        Seed(Team, Ann, people);
        var heard = new ConcurrentQueue<WatchPush>();
        for (var i = 0; i < Sessions; i++)
        {
            var session = Sys.ActorOf(Props.Create(() => new Ear(heard)));
            _presence.Tell(new WatchCommand.Watch(Id, Ann, [.. people], _writer), session);
        }

        for (var i = 0; i < people.Length; i++)
        {
            Say((await Users.ExpectMsgAsync<PresenceCommand.Watch>()).User, PresenceKind.Online);
        }

        await AwaitConditionAsync(() => Task.FromResult(heard.OfType<WatchPush.Answered>().Count() == Sessions));
        Assert.False(Users.HasMessages);
        foreach (var user in people)
        {
            Say(user, PresenceKind.Away, Noon);
        }

        await TickAsync(PresenceActor.Interval);
        await TickAsync(PresenceActor.Interval);
        await AwaitConditionAsync(() => Task.FromResult(heard.OfType<WatchPush.News>().Count() == Sessions));
        Assert.All(heard.OfType<WatchPush.News>(), news => Assert.Equal(people.Length, news.Frames.Length));
    }

    [Fact]
    public async Task Many_changes_between_two_rounds_are_told_as_the_last_one()
    {
        await WatchingAsync(PresenceKind.Online);

        Say(Bob, PresenceKind.Away, Noon);
        Say(Bob, PresenceKind.Online);
        Say(Bob, PresenceKind.Away, Noon + 1);

        Assert.Equal([$"u-bob away {Noon + 1}"], await NewsAsync());
    }

    [Fact]
    public async Task What_changed_back_between_two_rounds_is_not_told()
    {
        await WatchingAsync(PresenceKind.Online);

        Say(Bob, PresenceKind.Away, Noon);
        Say(Bob, PresenceKind.Online);
        await TickAsync(PresenceActor.Interval);

        Assert.False(_session.HasMessages);
    }

    [Fact]
    public async Task A_client_without_room_is_told_the_newest_state_when_it_has_some()
    {
        await WatchingAsync(PresenceKind.Online);
        _wire.StopReading();
        _writer.Write(new byte[2048]);
        Say(Bob, PresenceKind.Away, Noon);
        await TickAsync(PresenceActor.Interval);
        Assert.False(_session.HasMessages);
        Say(Bob, PresenceKind.Offline, Noon);

        _wire.ReadOn();
        await AwaitConditionAsync(() => Task.FromResult(_writer.HasRoom));

        Assert.Equal([$"u-bob offline {Noon}"], await NewsAsync());
    }

    [Fact]
    public async Task What_a_session_missed_is_told_again()
    {
        await WatchingAsync(PresenceKind.Online);

        _presence.Tell(WatchCommand.Missed.Instance, _session);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    [Fact]
    public async Task A_request_takes_the_place_of_the_one_before()
    {
        Seed(Other, Ann, Cat);
        await WatchingAsync(PresenceKind.Online);
        Watch(_session, Ann, Cat);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();
        Say(Cat, PresenceKind.Online);
        Assert.Equal(["u-cat online null"], await AnswerAsync());

        Say(Bob, PresenceKind.Offline, Noon);
        await TickAsync(PresenceActor.Interval);

        Assert.False(_session.HasMessages);
    }

    [Fact]
    public async Task Who_leaves_the_last_shared_room_is_offline_with_the_next_check()
    {
        await WatchingAsync(PresenceKind.Online);
        Store.Write(Team, new RoomEvent.MemberChanged(4, Noon, Bob, MemberChange.Left, Bob, MemberRole.Member));

        await CheckAsync();

        Assert.Equal(["u-bob offline null"], await NewsAsync());
        Say(Bob, PresenceKind.Away, Noon);
        await TickAsync(PresenceActor.Interval);
        Assert.False(_session.HasMessages);
    }

    [Fact]
    public async Task So_is_everybody_for_who_watches_and_leaves()
    {
        await WatchingAsync(PresenceKind.Online);
        Store.Write(Team, new RoomEvent.MemberChanged(4, Noon, Ann, MemberChange.Left, Ann, MemberRole.Member));

        await CheckAsync();

        Assert.Equal(["u-bob offline null"], await NewsAsync());
    }

    [Fact]
    public async Task Who_comes_to_share_a_room_is_seen_with_the_next_check()
    {
        Seed(Other, Cat);
        Watch(_session, Ann, Bob);
        Assert.Equal(["u-bob offline null"], await AnswerAsync());
        Seed(Team, Ann, Bob);

        await CheckAsync();
        await AwaitConditionAsync(() => Task.FromResult(Users.HasMessages));
        Say(Bob, PresenceKind.Online);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    [Fact]
    public async Task A_check_that_finds_no_change_reads_nothing_but_marks()
    {
        await WatchingAsync(PresenceKind.Online);
        var before = Store.At(StoreStep.FindPeers).Calls;

        await CheckAsync();
        await SettleAsync();

        Assert.Equal(before, Store.At(StoreStep.FindPeers).Calls);
    }

    [Fact]
    public async Task An_actor_that_has_just_moved_is_believed_when_it_is_sure()
    {
        await WatchingAsync(PresenceKind.Online);

        Say(Bob, PresenceKind.Offline, isSure: false);
        await TickAsync(PresenceActor.Interval);
        Assert.False(_session.HasMessages);
        Say(Bob, PresenceKind.Offline, Noon);

        Assert.Equal([$"u-bob offline {Noon}"], await NewsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_moves_or_whose_node_is_lost_is_asked_for_again_with_what_was_known(bool moves)
    {
        await WatchingAsync(PresenceKind.Online);

        if (moves)
        {
            _presence.Tell(new PresencePush.Stopped(Bob), _owner);
        }
        else
        {
            _presence.Tell(new SessionInput.NodeLost(_owner.Ref.Path.Address));
        }

        await SettleAsync();
        for (var i = 0; i < 8 && !Users.HasMessages; i++)
        {
            await TickAsync(PresenceActor.Interval);
        }

        Assert.True((await Users.ExpectMsgAsync<PresenceCommand.Watch>()).IsThere);
    }

    [Fact]
    public async Task Who_is_watched_is_asked_for_again_with_every_check()
    {
        await WatchingAsync(PresenceKind.Online);

        await CheckAsync();

        Assert.True((await Users.ExpectMsgAsync<PresenceCommand.Watch>()).IsThere);
    }

    [Fact]
    public async Task Whom_nobody_watches_any_more_is_let_go()
    {
        await WatchingAsync(PresenceKind.Online);
        await WatchAsync(_session);
        Sys.Stop(_session);
        await ExpectTerminatedAsync(_session);
        await SettleAsync();

        await TickAsync(Options.Check);

        Assert.Equal(new PresenceCommand.Unwatch(Bob), await _owner.ExpectMsgAsync<PresenceCommand.Unwatch>());
    }

    [Fact]
    public async Task A_store_that_is_down_makes_the_request_unavailable()
    {
        Store.At(StoreStep.FindPeers).Fail();

        Watch(_session, Ann, Bob);

        var answer = await _session.ExpectMsgAsync<WatchPush.Answered>();
        Assert.Contains("unavailable", Encoding.UTF8.GetString(answer.Frame), StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_it_stops_the_sessions_are_told()
    {
        await WatchingAsync(PresenceKind.Online);

        Sys.Stop(_presence);

        await _session.ExpectMsgAsync<WatchPush.Lost>();
    }

    [Fact]
    public async Task Who_asks_again_after_that_gets_news_and_no_answer()
    {
        Seed(Team, Ann, Bob);
        _presence.Tell(new WatchCommand.Watch(default, Ann, [Bob], _writer), _session);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();

        Say(Bob, PresenceKind.Online);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    private void Seed(RoomId room, UserId owner, params UserId[] members)
    {
        var created = new DecidedRoom();
        created.Do(Create(owner, members));
        Store.Write(room, [.. created.Log.Select(stored => stored.Event)]);
    }

    private void Watch(TestProbe session, UserId by, params UserId[] users) =>
        _presence.Tell(new WatchCommand.Watch(Id, by, [.. users], _writer), session);

    // Ann watches Bob.
    private async Task WatchingAsync(PresenceKind kind)
    {
        Seed(Team, Ann, Bob);
        Watch(_session, Ann, Bob);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();
        Say(Bob, kind);
        await AnswerAsync();
    }

    private void Say(UserId user, PresenceKind kind, long? lastSeen = null, bool isSure = true) =>
        _presence.Tell(new PresencePush.Changed(user, kind, lastSeen, isSure), _owner);

    private async Task<List<string>> AnswerAsync(TestProbe? session = null)
    {
        var answer = await (session ?? _session).ExpectMsgAsync<WatchPush.Answered>();
        using var document = JsonDocument.Parse(answer.Frame);
        Assert.Equal(7, document.RootElement.GetProperty("id").GetInt32());
        return [.. document.RootElement.GetProperty("states").EnumerateArray().Select(TextOf)];
    }

    // What comes with one of the next rounds.
    private async Task<List<string>> NewsAsync()
    {
        await AwaitConditionAsync(async () =>
        {
            await TickAsync(PresenceActor.Interval);
            return _session.HasMessages;
        });
        var news = await _session.ExpectMsgAsync<WatchPush.News>();
        return [.. news.Frames.Select(frame =>
        {
            using var document = JsonDocument.Parse(frame);
            return TextOf(document.RootElement);
        })];
    }

    private static string TextOf(JsonElement presence) =>
        $"{presence.GetProperty("user")} {presence.GetProperty("state")} {presence.GetProperty("lastSeen").GetRawText()}";

    private async Task TickAsync(TimeSpan by)
    {
        await SettleAsync();
        Advance(by);
        await SettleAsync();
    }

    private async Task CheckAsync()
    {
        var before = Store.At(StoreStep.LoadMembershipMarks).Calls;
        await TickAsync(Options.Check);
        await AwaitConditionAsync(() => Task.FromResult(Store.At(StoreStep.LoadMembershipMarks).Calls > before));
    }

    private async Task SettleAsync()
    {
        _presence.Tell(new Identify(0), Asker);
        await Asker.ExpectMsgAsync<ActorIdentity>();
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(ConcurrentQueue<WatchPush> heard) => Receive<WatchPush>(heard.Enqueue);
    }
}
