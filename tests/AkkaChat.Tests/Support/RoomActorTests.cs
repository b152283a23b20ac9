using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Support;

/// <summary>One room, with probes for everybody around it.</summary>
public abstract class RoomActorTests : ActorTests
{
    protected RoomActorTests()
    {
        Delivery = CreateTestProbe("delivery");
        Shard = CreateTestProbe("shard");
    }

    /// <summary>The Delivery of the one node there is.</summary>
    protected TestProbe Delivery { get; }

    /// <summary>The room's parent.</summary>
    protected TestProbe Shard { get; }

    /// <summary>A room is in the store: Ann owns it, the others are in.</summary>
    private protected void Seed(params UserId[] members) =>
        Store.Write(Team, [.. DecidedRoom.Of(members).Log.Select(stored => stored.Event)]);

    /// <summary>A room of a cluster in which no node has sessions.</summary>
    private protected IActorRef StartRoom(RoomOptions? options = null, params IActorRef[] deliveries)
    {
        var with = new RoomDependencies(
            options ?? new RoomOptions(), Clock, Store, Writes, Reads, Users, DirectoryOf(deliveries));
        return Shard.ChildActorOf(Props.Create(() => new RoomActor(Team, with)));
    }

    /// <summary>A room that is awake and whose one node is interested.</summary>
    private protected async Task<IActorRef> StartHeardRoomAsync(RoomOptions? options = null)
    {
        var room = StartRoom(options, Delivery);
        await WakeAsync(room);
        await Delivery.ExpectMsgAsync<FeedMessage.Interested>();
        room.Tell(new InterestCommand.Interest(Team, Yes: true), Delivery);
        return room;
    }

    /// <summary>Has the room load, and waits until it serves.</summary>
    private protected async Task WakeAsync(IActorRef room)
    {
        room.Tell(Post(Eve, "barrier", reference: long.MaxValue), Asker);
        await RefusedAsync(long.MaxValue, ErrorCode.NotMember);
    }

    /// <summary>
    /// The room has handled all it was told before, and told the asker nothing: an answer that is given at once
    /// comes first. Works while writes are held, because a stranger is refused by the rules alone.
    /// </summary>
    private protected Task NothingWasToldAsync(IActorRef room) => WakeAsync(room);

    private protected async Task<RoomReply.Done> DoneAsync(long reference, long seq, bool duplicate = false)
    {
        var done = await Asker.ExpectMsgAsync<RoomReply.Done>();
        Assert.Equal((reference, seq, duplicate), (done.Ref, done.Seq, done.Duplicate));
        return done;
    }

    private protected async Task RefusedAsync(long reference, ErrorCode code)
    {
        var refused = await Asker.ExpectMsgAsync<RoomReply.Refused>();
        Assert.Equal((reference, code), (refused.Ref, refused.Code));
    }

    private protected async Task EventsAsync(params long[] seqs)
    {
        var events = await Delivery.ExpectMsgAsync<FeedMessage.Events>();
        Assert.Equal(seqs, events.Frames.Select(frame => frame.Seq));
    }
}
