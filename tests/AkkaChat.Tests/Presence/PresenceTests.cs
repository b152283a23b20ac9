using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Presence;

/// <summary>A node's presence, a session that asks it, and the actor of whoever is watched.</summary>
public abstract class PresenceTests : ActorTests
{
    private protected static readonly PresenceOptions Options = new();
    private protected static readonly RequestId Id = new("7");

    protected PresenceTests()
    {
        Session = CreateTestProbe("session");
        Owner = CreateTestProbe("owner");
        Writer = new SocketWriter(Wire, stream: null, maxUnsentBytes: 1024);
        Presence = Sys.ActorOf(Props.Create(() => new PresenceActor(Options, Clock, Store, Reads, Users)));
    }

    private protected IActorRef Presence { get; }

    private protected TestProbe Session { get; }

    /// <summary>The actor of whoever is watched.</summary>
    private protected TestProbe Owner { get; }

    private protected FakeSocket Wire { get; } = new();

    private protected SocketWriter Writer { get; }

    private protected void Seed(RoomId room, UserId owner, params UserId[] members)
    {
        var created = new DecidedRoom();
        created.Do(Create(owner, members));
        Store.Write(room, [.. created.Log.Select(stored => stored.Event)]);
    }

    private protected void Watch(TestProbe session, UserId by, params UserId[] users) =>
        Presence.Tell(new WatchCommand.Watch(Id, by, [.. users], Writer), session);

    // Ann watches Bob.
    private protected async Task WatchingAsync(PresenceKind kind)
    {
        Seed(Team, Ann, Bob);
        Watch(Session, Ann, Bob);
        await Users.ExpectMsgAsync<PresenceCommand.Watch>();
        Say(Bob, kind);
        await AnswerAsync();
    }

    private protected void Say(UserId user, PresenceKind kind, long? lastSeen = null, bool isSure = true) =>
        Presence.Tell(new PresencePush.Changed(user, kind, lastSeen, isSure), Owner);

    private protected async Task<List<string>> AnswerAsync(TestProbe? session = null)
    {
        var answer = await (session ?? Session).ExpectMsgAsync<WatchPush.Answered>();
        using var document = JsonDocument.Parse(answer.Frame);
        Assert.Equal(7, document.RootElement.GetProperty("id").GetInt32());
        return [.. document.RootElement.GetProperty("states").EnumerateArray().Select(TextOf)];
    }

    // What comes with one of the next rounds.
    private protected async Task<List<string>> NewsAsync()
    {
        await AwaitConditionAsync(async () =>
        {
            await TickAsync(PresenceActor.Interval);
            return Session.HasMessages;
        });
        var news = await Session.ExpectMsgAsync<WatchPush.News>();
        return [.. news.Frames.Select(frame =>
        {
            using var document = JsonDocument.Parse(frame);
            return TextOf(document.RootElement);
        })];
    }

    private static string TextOf(JsonElement presence) =>
        $"{presence.GetProperty("user")} {presence.GetProperty("state")} {presence.GetProperty("lastSeen").GetRawText()}";

    private protected async Task TickAsync(TimeSpan by)
    {
        await SettleAsync();
        Advance(by);
        await SettleAsync();
    }

    private protected async Task CheckAsync()
    {
        var before = Store.At(StoreStep.LoadMembershipMarks).Calls;
        await TickAsync(Options.Check);
        await AwaitConditionAsync(() => Task.FromResult(Store.At(StoreStep.LoadMembershipMarks).Calls > before));
    }

    private protected async Task SettleAsync()
    {
        Presence.Tell(new Identify(0), Asker);
        await Asker.ExpectMsgAsync<ActorIdentity>();
    }
}
