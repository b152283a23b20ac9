using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

/// <summary>A Delivery with a room that it may subscribe to, and a session.</summary>
public abstract class DeliveryTests : ActorTests
{
    private protected static readonly DeliveryOptions Options = new();

    protected DeliveryTests()
    {
        Rooms = CreateTestProbe("rooms");
        Room = CreateTestProbe("room");
        Session = CreateTestProbe("session");
        Delivery = Sys.ActorOf(Props.Create(() => new DeliveryActor(Options, Store, Reads, Rooms)));
    }

    private protected TestProbe Rooms { get; }

    private protected TestProbe Room { get; }

    private protected TestProbe Session { get; }

    private protected IActorRef Delivery { get; }

    private protected static FeedMessage.Events Events(long first, int count = 1) => new(Team, Frames(first, count));

    private protected static async Task PassedAsync(TestProbe session, params long[] seqs)
    {
        // What comes close together may be passed on together.
        var passed = new List<long>();
        while (passed.Count < seqs.Length)
        {
            passed.AddRange((await session.ExpectMsgAsync<DeliveryPush.Events>()).Frames.Select(frame => frame.Seq));
        }

        Assert.Equal(seqs, passed);
    }

    private protected void Attach(TestProbe session, UserId user, long asOf = 0) =>
        Delivery.Tell(new AttachCommand.Attach(user, [(Team, asOf)], Writer: null), session);

    private protected Task GoLiveAsync() => GoLiveAsync(Team);

    private protected async Task GoLiveAsync(params RoomId[] rooms)
    {
        Delivery.Tell(new AttachCommand.Attach(Ann, [.. rooms.Select(room => (room, 0L))], Writer: null), Session);
        foreach (var room in rooms)
        {
            Delivery.Tell(new FeedMessage.Subscribed(room), Room);
        }

        foreach (var _ in rooms)
        {
            await Session.ExpectMsgAsync<DeliveryPush.Attached>();
        }
    }

    // Seq 1 to 3 make the room with Ann and Bob; messages follow.
    private protected void SeedTo(long head)
    {
        if (Store.Head(Team) == 0)
        {
            Store.Write(Team, [.. DecidedRoom.Of(Bob).Log.Select(stored => stored.Event)]);
        }

        while (Store.Head(Team) < head)
        {
            var next = Store.Head(Team) + 1;
            Store.Write(Team, Posted(next, Ann, $"k-{next}"));
        }
    }
}
