using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Passes the events of its share of the rooms to the sessions of this node that are in them. It counts every room's
/// <c>seq</c>: what does not come is read from the store. If it stops, its sessions stop too, and their clients come back
/// and resume.
/// </summary>
internal sealed class DeliveryActor : ReceiveActor, IWithTimers
{
    private readonly DeliveryOptions _options;
    private readonly FeedSubscriptions _subscriptions;
    private readonly FeedRepair _repair;
    private readonly Dictionary<RoomId, RoomFeed> _feeds = [];
    private readonly DeliverySessions _sessions;

    /// <summary>A Delivery without sessions.</summary>
    public DeliveryActor(DeliveryOptions options, IChatStore store, ReadPipeline reads, IActorRef rooms)
    {
        _options = options;
        _sessions = new DeliverySessions(_feeds, Context);
        _subscriptions = new FeedSubscriptions(_feeds, rooms, Context);
        _repair = new FeedRepair(_feeds, store, reads, _subscriptions, Context);
        Receive<FeedMessage.Events>(OnEvents);
        Receive<FeedMessage.Ephemeral>(OnEphemeral);
        Receive<AttachCommand.Attach>(OnAttach);
        Receive<AttachCommand.Detach>(detach => _sessions.Remove(Sender, detach.Room));
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
            TellAll(feed, new DeliveryPush.Lost(room));
        }
    }

    private void OnEvents(FeedMessage.Events events)
    {
        if (!_feeds.TryGetValue(events.Room, out var feed))
        {
            Sender.Tell(new InterestCommand.Unsubscribe(events.Room));
            return;
        }

        PassOn(events.Room, feed, feed.Next(events.Frames, Sender));
        _repair.CatchUp(events.Room, feed, feed.Known);
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
            foreach (var session in feed.SessionsOf(user, frames[i].Seq))
            {
                _sessions.Remove(session, room);
                session.Tell(new DeliveryPush.Detached(room));
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

    private void OnAttach(AttachCommand.Attach attach)
    {
        foreach (var (room, asOf) in attach.Rooms)
        {
            if (!_feeds.TryGetValue(room, out var feed))
            {
                _feeds.Add(room, feed = new RoomFeed());
                _subscriptions.Ask(room);
            }

            _sessions.Add(Sender, attach.User, room, asOf, feed);
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
            TellAll(feed, new DeliveryPush.Attached(read.Room, head));
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
            PassOn(repaired.Room, feed, feed.Next([.. page.Events]));
            _repair.CatchUp(repaired.Room, feed, page.LastSeq);
        }
    }
}
