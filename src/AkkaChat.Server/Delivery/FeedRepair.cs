using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// What keeps a Delivery right when messages are lost: reads from the store where a feed begins, what is missing in it, and
/// now and then whether quiet rooms are really quiet. Once for all sessions of the node.
/// </summary>
internal sealed class FeedRepair(
    Dictionary<RoomId, RoomFeed> feeds,
    IChatStore store,
    ReadPipeline reads,
    FeedSubscriptions subscriptions,
    IActorContext context)
{
    /// <summary>Most events read at once to fill a gap.</summary>
    private const int MaxEvents = 500;

    /// <summary>Most bytes read at once to fill a gap: what a slow session may have waiting, twice.</summary>
    private const int MaxBytes = 512 * 1024;

    /// <summary>Quiet checks without any session until a room is let go: people come back soon or not at all.</summary>
    private const int EmptyChecksKept = 2;

    private readonly IActorRef _self = context.Self;
    private readonly ILoggingAdapter _log = context.GetLogger();

    /// <summary>Reads where a room's log stands, after the room has said that it tells us everything from now on.</summary>
    public void ReadHead(RoomId room) => _ = reads.LoadHeadAsync(room, CancellationToken.None).PipeTo(
        _self, success: head => new HeadRead(room, head), failure: _ => new HeadRead(room, null));

    /// <summary>The log reaches <paramref name="head"/>: if the feed does not, reads what is missing.</summary>
    public void CatchUp(RoomId room, RoomFeed feed, long head)
    {
        feed.Learn(head);
        if (!feed.IsBehind || feed.IsRepairing)
        {
            return;
        }

        feed.IsRepairing = true;
        _log.Debug("5001 room {0}: passed on up to seq {1} of {2}; reading what is missing", room, feed.LastSeq, feed.Known);
        var query = new EventQuery(room, Reader: null, Before: null, feed.LastSeq, MaxEvents, MaxBytes, Folded: false);
        _ = store.ReadEventsAsync(query, CancellationToken.None).PipeTo(
            _self, success: page => new Repaired(room, page), failure: _ => new Repaired(room, null));
    }

    /// <summary>A room says where its log stands.</summary>
    public void OnHead(FeedMessage.Head moved)
    {
        if (feeds.TryGetValue(moved.Room, out var feed))
        {
            CatchUp(moved.Room, feed, moved.LastSeq);
        }
    }

    /// <summary>Lets rooms go that nobody is in, subscribes again where that was lost, and compares the quiet ones with the store.</summary>
    public void CheckQuiet()
    {
        var quiet = ImmutableArray.CreateBuilder<RoomId>();
        foreach (var (room, feed) in feeds)
        {
            feed.EmptyChecks = feed.Members.Count == 0 ? feed.EmptyChecks + 1 : 0;
            if (feed.EmptyChecks > EmptyChecksKept)
            {
                feeds.Remove(room);
                feed.Owner?.Tell(new InterestCommand.Unsubscribe(room), _self);
            }
            else if (!feed.IsLive)
            {
                subscriptions.AskSoon(room);
            }
            else if (!feed.WasBusy && feed.Members.Count > 0)
            {
                quiet.Add(room);
            }

            feed.WasBusy = false;
        }

        if (quiet.Count > 0)
        {
            var asked = quiet.ToImmutable();
            _ = store.LoadHeadsAsync(asked, CancellationToken.None).PipeTo(
                _self, success: heads => new HeadsChecked(asked, heads), failure: _ => new HeadsChecked([], []));
        }
    }

    /// <summary>Quiet rooms were compared with the store.</summary>
    public void OnHeadsChecked(HeadsChecked found)
    {
        for (var i = 0; i < found.Rooms.Length; i++)
        {
            var room = found.Rooms[i];
            if (feeds.TryGetValue(room, out var feed) && found.Heads[i] > feed.LastSeq)
            {
                subscriptions.Ask(room); // the room does not know us
                CatchUp(room, feed, found.Heads[i]);
            }
        }
    }

    /// <summary>Where a room's log stands; null if that could not be read.</summary>
    internal sealed record HeadRead(RoomId Room, long? Head) : INoSerializationVerificationNeeded;

    /// <summary>Events that were missing; null if they could not be read.</summary>
    internal sealed record Repaired(RoomId Room, EventPage? Page) : INoSerializationVerificationNeeded;

    /// <summary>Where the logs of quiet rooms stand.</summary>
    internal sealed record HeadsChecked(ImmutableArray<RoomId> Rooms, IReadOnlyList<long> Heads)
        : INoSerializationVerificationNeeded;

    /// <summary>Quiet rooms may have to be looked at.</summary>
    internal sealed class Check : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Check Instance = new();
    }
}
