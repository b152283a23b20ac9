using System.Collections.Concurrent;
using System.Text;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Presence;

/// <summary>What sessions are answered, and told of those whom they watch.</summary>
public sealed class PresenceActorTests : PresenceTests
{
    [Fact]
    public async Task The_answer_says_whether_those_who_share_a_room_are_there()
    {
        Seed(Team, Ann, Bob);
        Store.LastSeen[Bob] = Noon - 9;

        Watch(Session, Ann, Bob, Eve);
        Assert.Equal(new PresenceCommand.Watch(Bob, IsThere: false, Noon - 9), await Users.ExpectMsgAsync<PresenceCommand.Watch>());
        Say(Bob, PresenceKind.Away, Noon - 5);

        Assert.Equal(["u-bob away 1789999999995", "u-eve offline null"], await AnswerAsync());
        Assert.False(Users.HasMessages); // Eve is not asked for
    }

    [Fact]
    public async Task Nobody_is_watched_with_an_empty_list()
    {
        Watch(Session, Ann);

        Assert.Empty(await AnswerAsync());
    }

    [Fact]
    public async Task Whose_actor_does_not_answer_is_offline_in_the_answer_and_told_later()
    {
        Seed(Team, Ann, Bob);
        Watch(Session, Ann, Bob);
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
        Watch(Session, Ann, Bob);
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
            Presence.Tell(new WatchCommand.Watch(Id, Ann, [.. people], Writer), session);
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

        Assert.False(Session.HasMessages);
    }

    [Fact]
    public async Task A_client_without_room_is_told_the_newest_state_when_it_has_some()
    {
        await WatchingAsync(PresenceKind.Online);
        Wire.StopReading();
        Writer.Write(new byte[2048]);
        Say(Bob, PresenceKind.Away, Noon);
        await TickAsync(PresenceActor.Interval);
        Assert.False(Session.HasMessages);
        Say(Bob, PresenceKind.Offline, Noon);

        Wire.ReadOn();
        await AwaitConditionAsync(() => Task.FromResult(Writer.HasRoom));

        Assert.Equal([$"u-bob offline {Noon}"], await NewsAsync());
    }

    [Fact]
    public async Task What_a_session_missed_is_told_again()
    {
        await WatchingAsync(PresenceKind.Online);

        Presence.Tell(WatchCommand.Missed.Instance, Session);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    [Fact]
    public async Task A_request_takes_the_place_of_the_one_before()
    {
        Seed(Other, Ann, Cat);
        await WatchingAsync(PresenceKind.Online);
        Watch(Session, Ann, Cat);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();
        Say(Cat, PresenceKind.Online);
        Assert.Equal(["u-cat online null"], await AnswerAsync());

        Say(Bob, PresenceKind.Offline, Noon);
        await TickAsync(PresenceActor.Interval);

        Assert.False(Session.HasMessages);
    }

    [Fact]
    public async Task A_store_that_is_down_makes_the_request_unavailable()
    {
        Store.At(StoreStep.FindPeers).Fail();

        Watch(Session, Ann, Bob);

        var answer = await Session.ExpectMsgAsync<WatchPush.Answered>();
        Assert.Contains("unavailable", Encoding.UTF8.GetString(answer.Frame), StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_it_stops_the_sessions_are_told()
    {
        await WatchingAsync(PresenceKind.Online);

        Sys.Stop(Presence);

        await Session.ExpectMsgAsync<WatchPush.Lost>();
    }

    [Fact]
    public async Task Who_asks_again_after_that_gets_news_and_no_answer()
    {
        Seed(Team, Ann, Bob);
        Presence.Tell(new WatchCommand.Watch(default, Ann, [Bob], Writer), Session);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();

        Say(Bob, PresenceKind.Online);

        Assert.Equal(["u-bob online null"], await NewsAsync());
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(ConcurrentQueue<WatchPush> heard) => Receive<WatchPush>(heard.Enqueue);
    }
}
