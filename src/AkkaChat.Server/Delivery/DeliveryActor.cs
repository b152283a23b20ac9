using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Passes the events of its share of the rooms to the sessions of this node that are in them; what comes while it is at it
/// goes together next time. It counts every room's <c>seq</c>: what does not come is read from the store. If it stops, its
/// sessions stop too, and their clients come back and resume.
/// </summary>
internal sealed class DeliveryActor : ReceiveActor, IWithTimers
{
    private readonly DeliveryOptions _options;
    private readonly FeedSubscriptions _subscriptions;
    private readonly FeedRepair _repair;
    private readonly Dictionary<RoomId, RoomFeed> _feeds = [];
    private readonly DeliverySessions _sessions;
    private readonly List<(RoomId Room, RoomFeed Feed)> _waiting = [];

    /// <summary>A Delivery without sessions.</summary>
    public DeliveryActor(DeliveryOptions options, IChatStore store, ReadPipeline reads, IActorRef rooms)
    {
        _options = options;
        _sessions = new DeliverySessions(_feeds, Context);
        _subscriptions = new FeedSubscriptions(_feeds, rooms, Context);
        _repair = new FeedRepair(_feeds, store, reads, _subscriptions, Context);
        Receive<FeedMessage.Events>(OnEvents);
        Receive<Flush>(_ => OnFlush());
        Receive<FeedMessage.Ephemeral>(OnEphemeral);
        Receive<AttachCommand.Attach>(OnAttach);
        Receive<AttachCommand.Detach>(detach => _sessions.Remove(Sender, detach.Room));
        Receive<AttachCommand.Write>(write => MemberOf(write.Room)?.Hold(write.Room));
        Receive<AttachCommand.Marked>(marked => MemberOf(marked.Room)?.OnMark(marked.Room, marked.Turn, marked.InStep));
        Receive<FeedMessage.Interested>(OnInterested);
        Receive<FeedMessage.Subscribed>(OnSubscribed);
        Receive<FeedMessage.Head>(_repair.OnHead);
        Receive<FeedRepair.HeadRead>(OnHeadRead);
        Receive<FeedRepair.Repaired>(OnRepaired);
        Receive<FeedRepair.HeadsChecked>(_repair.OnHeadsChecked);
        Receive<FeedSubscriptions.NodeLost>(_subscriptions.OnNodeLost);
        Receive<FeedSubscriptions.Tick>(_ => _subscriptions.OnTick());
        Receive<FeedRepair.Check>(_ => _repair.CheckQuiet());
        Receive<Terminated>(stopped => _sessions.Remove(stopped.ActorRef));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() =>
        Timers.StartPeriodicTimer(FeedRepair.Check.Instance, FeedRepair.Check.Instance, _options.QuietCheck);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var (room, feed) in _feeds)
        {
            feed.TellAll(new DeliveryPush.Lost(room));
        }
    }

    private void OnEvents(FeedMessage.Events events)
    {
        if (!_feeds.TryGetValue(events.Room, out var feed))
        {
            Sender.Tell(new InterestCommand.Unsubscribe(events.Room));
            return;
        }

        PassOnSoon(events.Room, feed, feed.Next(events.Frames, Sender));
        _repair.CatchUp(events.Room, feed, feed.Known);
    }

    // Behind whatever is in the mailbox now: under load that is more of the same rooms, and many events cost one write.
    private void PassOnSoon(RoomId room, RoomFeed feed, ImmutableArray<EventFrame> frames)
    {
        if (frames.IsEmpty || !feed.Wait(frames))
        {
            return;
        }

        _waiting.Add((room, feed));
        if (_waiting.Count == 1)
        {
            Self.Tell(Flush.Instance, ActorRefs.NoSender);
        }
    }

    private void OnFlush()
    {
        foreach (var (room, feed) in _waiting)
        {
            PassOn(room, feed, feed.TakeWaiting());
        }

        _waiting.Clear();
    }

    private void PassOn(RoomId room, RoomFeed feed, ImmutableArray<EventFrame> frames)
    {
        var start = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            if (frames[i] is { Gone: null, EndsRoom: false })
            {
                continue;
            }

            // Up to here everybody gets it; who went gets nothing after it.
            feed.Pass(new FeedPassage(room, frames[start..(i + 1)]));
            start = i + 1;
            foreach (var session in feed.SessionsOf(frames[i].Gone, frames[i].Seq))
            {
                _sessions.Remove(session, room);
                session.Tell(new DeliveryPush.Detached(room));
            }
        }

        if (start < frames.Length)
        {
            feed.Pass(new FeedPassage(room, start == 0 ? frames : frames[start..]));
        }
    }

    private FeedMember? MemberOf(RoomId room) => _feeds.TryGetValue(room, out var feed) ? feed.Find(Sender) : null;

    private void OnEphemeral(FeedMessage.Ephemeral ephemeral)
    {
        if (_feeds.TryGetValue(ephemeral.Room, out var feed))
        {
            feed.TellAll(new DeliveryPush.Ephemeral(ephemeral.Room, ephemeral.Frame), ephemeral.Except);
        }
    }

    private void OnAttach(AttachCommand.Attach attach)
    {
        foreach (var (room, asOf) in attach.Rooms)
        {
            if (!_feeds.TryGetValue(room, out var feed))
            {
                _feeds.Add(room, feed = new RoomFeed());
                _subscriptions.Ask(room);
            }

            PassOn(room, feed, feed.TakeWaiting()); // whoever comes now is attached behind it
            _sessions.Add(new FeedMember(Sender, attach.User, asOf, attach.Writer), room, feed);
            if (feed.IsLive)
            {
                Sender.Tell(new DeliveryPush.Attached(room, feed.LastSeq));
            }
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

    private void OnSubscribed(FeedMessage.Subscribed subscribed)
    {
        if (_feeds.TryGetValue(subscribed.Room, out var feed))
        {
            feed.Owner = Sender;
            _subscriptions.Answered(subscribed.Room);
            _repair.ReadHead(subscribed.Room);
        }
        else
        {
            Sender.Tell(new InterestCommand.Unsubscribe(subscribed.Room));
        }
    }

    private void OnHeadRead(FeedRepair.HeadRead read)
    {
        if (read.Head is not { } head || !_feeds.TryGetValue(read.Room, out var feed))
        {
            _subscriptions.AskSoon(read.Room); // and so reads the head again
            return;
        }

        if (!feed.IsLive)
        {
            feed.GoLive(head);
            feed.TellAll(new DeliveryPush.Attached(read.Room, head));
        }

        _repair.CatchUp(read.Room, feed, head);
    }

    private void OnRepaired(FeedRepair.Repaired repaired)
    {
        if (!_feeds.TryGetValue(repaired.Room, out var feed))
        {
            return;
        }

        feed.IsRepairing = false;
        if (repaired.Page is { Events.Count: > 0 } page) // else the next event or quiet check tries again
        {
            PassOnSoon(repaired.Room, feed, feed.Next([.. page.Events]));
            _repair.CatchUp(repaired.Room, feed, page.LastSeq);
        }
    }

    /// <summary>Passes on what waits.</summary>
    private sealed class Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
