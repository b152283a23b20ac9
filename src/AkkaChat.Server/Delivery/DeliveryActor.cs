using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Passes the events of its share of the rooms to the sessions of this node that are in them. It counts every room's
/// <c>seq</c>: what does not come is read from the store, once for all sessions. If it stops, its sessions stop too, and
/// their clients come back and resume.
/// </summary>
internal sealed partial class DeliveryActor : ReceiveActor, IWithTimers
{
    /// <summary>Most events read at once to fill a gap.</summary>
    private const int RepairLimit = 500;

    /// <summary>Most bytes read at once to fill a gap: what a slow session may have waiting, twice.</summary>
    private const int RepairBytes = 512 * 1024;

    /// <summary>Quiet checks without any session until a room is let go: people come back soon or not at all.</summary>
    private const int EmptyChecksKept = 2;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DeliveryOptions _options;
    private readonly IChatStore _store;
    private readonly ReadPipeline _reads;
    private readonly IActorRef _rooms;
    private readonly Dictionary<RoomId, RoomFeed> _feeds = [];
    private readonly Dictionary<IActorRef, HashSet<RoomId>> _sessions = [];

    /// <summary>A Delivery without sessions.</summary>
    public DeliveryActor(DeliveryOptions options, IChatStore store, ReadPipeline reads, IActorRef rooms)
    {
        _options = options;
        _store = store;
        _reads = reads;
        _rooms = rooms;
        Receive<AttachCommand.Attach>(OnAttach);
        Receive<AttachCommand.Detach>(detach => OnDetach(detach.Room));
        Receive<FeedMessage.Events>(OnEvents);
        Receive<FeedMessage.Ephemeral>(OnEphemeral);
        Receive<FeedMessage.Interested>(OnInterested);
        Receive<FeedMessage.Subscribed>(OnSubscribed);
        Receive<FeedMessage.Head>(head => CatchUp(head.Room, head.LastSeq));
        Receive<HeadRead>(OnHeadRead);
        Receive<Repaired>(OnRepaired);
        Receive<HeadsChecked>(OnHeadsChecked);
        Receive<QuietCheck>(_ => OnQuietCheck());
        Receive<Terminated>(stopped => OnSessionStopped(stopped.ActorRef));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() =>
        Timers.StartPeriodicTimer(QuietCheck.Instance, QuietCheck.Instance, _options.QuietCheck);

    private void OnAttach(AttachCommand.Attach attach)
    {
        if (!_sessions.TryGetValue(Sender, out var rooms))
        {
            Context.Watch(Sender);
            _sessions.Add(Sender, rooms = []);
        }

        foreach (var room in attach.Rooms)
        {
            rooms.Add(room);
            if (!_feeds.TryGetValue(room, out var feed))
            {
                _feeds.Add(room, feed = new RoomFeed());
                _rooms.Tell(new InterestCommand.Subscribe(room));
            }

            feed.Add(Sender, attach.User);
            if (feed.IsLive)
            {
                Sender.Tell(new DeliveryPush.Attached(room, feed.LastSeq));
            }
        }
    }

    private void OnDetach(RoomId room)
    {
        Forget(Sender, room);
        if (_feeds.TryGetValue(room, out var feed))
        {
            feed.Remove(Sender);
        }
    }

    private void OnSubscribed(FeedMessage.Subscribed subscribed)
    {
        if (!_feeds.TryGetValue(subscribed.Room, out var feed))
        {
            Sender.Tell(new InterestCommand.Unsubscribe(subscribed.Room));
            return;
        }

        feed.Owner = Sender;
        ReadHead(subscribed.Room);
    }

    // From here on the room tells us everything, so what the store holds after this is the whole past.
    private void ReadHead(RoomId room) => _ = _reads.LoadHeadAsync(room, CancellationToken.None).PipeTo(
        Self,
        success: head => new HeadRead(room, head, Failed: false),
        failure: _ => new HeadRead(room, 0, Failed: true));

    private void OnHeadRead(HeadRead read)
    {
        if (!_feeds.TryGetValue(read.Room, out var feed) || read.Failed)
        {
            return; // the quiet check asks again
        }

        if (!feed.IsLive)
        {
            feed.GoLive(read.Head);
            foreach (var session in feed.Sessions)
            {
                session.Tell(new DeliveryPush.Attached(read.Room, feed.LastSeq));
            }
        }

        CatchUp(read.Room, read.Head);
    }

    private void OnEvents(FeedMessage.Events events)
    {
        if (!_feeds.TryGetValue(events.Room, out var feed))
        {
            Sender.Tell(new InterestCommand.Unsubscribe(events.Room));
            return;
        }

        feed.Owner = Sender;
        PassOn(events.Room, feed, feed.Next(events.Frames));
        CatchUp(events.Room, feed.Known);
    }

    private void PassOn(RoomId room, RoomFeed feed, ImmutableArray<EventFrame> frames)
    {
        var start = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            if (frames[i].Gone is not { } user)
            {
                continue;
            }

            // Up to here everybody gets it; who went gets nothing after it.
            TellAll(feed, new DeliveryPush.Events(room, frames[start..(i + 1)]));
            start = i + 1;
            foreach (var session in feed.RemoveUser(user))
            {
                session.Tell(new DeliveryPush.Detached(room));
                Forget(session, room);
            }
        }

        if (start < frames.Length)
        {
            TellAll(feed, new DeliveryPush.Events(room, start == 0 ? frames : frames[start..]));
        }
    }

    private static void TellAll(RoomFeed feed, DeliveryPush push)
    {
        foreach (var session in feed.Sessions)
        {
            session.Tell(push);
        }
    }

    private void OnEphemeral(FeedMessage.Ephemeral ephemeral)
    {
        if (_feeds.TryGetValue(ephemeral.Room, out var feed))
        {
            TellAll(feed, new DeliveryPush.Ephemeral(ephemeral.Room, ephemeral.Frame));
        }
    }

    private void OnInterested(FeedMessage.Interested asked)
    {
        var yes = _feeds.TryGetValue(asked.Room, out var feed);
        Sender.Tell(new InterestCommand.Interest(asked.Room, yes));
        if (feed is not null)
        {
            feed.Owner = Sender;
        }
    }

    private void CatchUp(RoomId room, long head)
    {
        if (!_feeds.TryGetValue(room, out var feed))
        {
            return;
        }

        feed.Learn(head);
        if (!feed.IsBehind || feed.IsRepairing)
        {
            return;
        }

        feed.IsRepairing = true;
        LogGap(room.Value, feed.LastSeq, feed.Known);
        var query = new EventQuery(
            room, Reader: null, Before: null, feed.LastSeq, RepairLimit, RepairBytes, Folded: false);
        _ = _store.ReadEventsAsync(query, CancellationToken.None).PipeTo(
            Self, success: page => new Repaired(room, page), failure: _ => new Repaired(room, null));
    }

    private void OnRepaired(Repaired repaired)
    {
        if (!_feeds.TryGetValue(repaired.Room, out var feed))
        {
            return;
        }

        feed.IsRepairing = false;
        if (repaired.Page is not { Events.Count: > 0 } page)
        {
            return; // the store is down, or the news was wrong: the next event or quiet check tries again
        }

        PassOn(repaired.Room, feed, feed.Next([.. page.Events]));
        CatchUp(repaired.Room, page.LastSeq);
    }

    private void OnSessionStopped(IActorRef session)
    {
        if (_sessions.Remove(session, out var rooms))
        {
            foreach (var room in rooms)
            {
                _feeds[room].Remove(session);
            }
        }
    }

    private void Forget(IActorRef session, RoomId room)
    {
        if (_sessions.TryGetValue(session, out var rooms))
        {
            rooms.Remove(room);
        }
    }

    private void OnQuietCheck()
    {
        var quiet = ImmutableArray.CreateBuilder<RoomId>();
        foreach (var (room, feed) in _feeds)
        {
            feed.EmptyChecks = feed.Sessions.Count == 0 ? feed.EmptyChecks + 1 : 0;
            if (feed.EmptyChecks > EmptyChecksKept)
            {
                _feeds.Remove(room);
                feed.Owner?.Tell(new InterestCommand.Unsubscribe(room));
            }
            else if (!feed.IsLive)
            {
                _rooms.Tell(new InterestCommand.Subscribe(room)); // the first one was lost, or the head could not be read
            }
            else if (!feed.WasBusy && feed.Sessions.Count > 0)
            {
                quiet.Add(room);
            }

            feed.WasBusy = false;
        }

        if (quiet.Count > 0)
        {
            var rooms = quiet.ToImmutable();
            _ = _store.LoadHeadsAsync(rooms, CancellationToken.None).PipeTo(
                Self, success: heads => new HeadsChecked(rooms, heads), failure: _ => new HeadsChecked([], []));
        }
    }

    private void OnHeadsChecked(HeadsChecked found)
    {
        for (var i = 0; i < found.Rooms.Length; i++)
        {
            if (_feeds.TryGetValue(found.Rooms[i], out var feed) && found.Heads[i] > feed.LastSeq)
            {
                _rooms.Tell(new InterestCommand.Subscribe(found.Rooms[i])); // the room does not know us
                CatchUp(found.Rooms[i], found.Heads[i]);
            }
        }
    }

    private sealed record HeadRead(RoomId Room, long Head, bool Failed) : INoSerializationVerificationNeeded;

    private sealed record Repaired(RoomId Room, EventPage? Page) : INoSerializationVerificationNeeded;

    private sealed record HeadsChecked(ImmutableArray<RoomId> Rooms, IReadOnlyList<long> Heads)
        : INoSerializationVerificationNeeded;

    private sealed class QuietCheck
    {
        public static readonly QuietCheck Instance = new();
    }
}
