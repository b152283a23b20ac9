using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// Who gets a room's events: one Delivery for each node that has members online. A room that starts asks all nodes in
/// reach, and holds its first broadcasts until they have answered or their time is up. A Delivery that is missed notices by
/// itself.
/// </summary>
internal sealed class RoomAudience
{
    /// <summary>Broadcasts held back at most; beyond it the waiting ends early.</summary>
    private const int MaxHeld = 256;

    private readonly RoomId _room;
    private readonly RoomDependencies _with;
    private readonly IActorContext _context;
    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly Queue<FeedMessage> _held = new();
    private int _awaited;
    private bool _asked;
    private long? _lastSeq;

    /// <summary>An audience that is not known yet.</summary>
    public RoomAudience(RoomId room, RoomDependencies with, IActorContext context)
    {
        _room = room;
        _with = with;
        _context = context;
    }

    /// <summary>Asks all nodes, the first time the room loads.</summary>
    public void AskOnce()
    {
        if (_asked)
        {
            return;
        }

        _asked = true;
        foreach (var delivery in _with.Deliveries.For(_room))
        {
            _awaited++;
            delivery.Tell(new FeedMessage.Interested(_room), _context.Self);
        }

        if (_awaited > 0)
        {
            _context.System.Scheduler.ScheduleTellOnce(
                _with.Options.InterestTimeout, _context.Self, InterestTimeout.Instance, ActorRefs.NoSender);
        }
    }

    /// <summary>Takes what concerns who is interested; false if it does not.</summary>
    public bool TryHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case InterestCommand interest:
                OnInterest(interest, sender);
                return true;
            case InterestTimeout:
                StopWaiting();
                return true;
            case Terminated stopped:
                Remove(stopped.ActorRef);
                return true;
            default:
                return false;
        }
    }

    // A Delivery comes, goes or answers.
    private void OnInterest(InterestCommand interest, IActorRef delivery)
    {
        switch (interest)
        {
            case InterestCommand.Subscribe:
                Add(delivery);
                delivery.Tell(new FeedMessage.Subscribed(_room), _context.Self);
                break;
            case InterestCommand.Unsubscribe:
                Remove(delivery);
                break;
            case InterestCommand.Interest answer:
                if (answer.Yes)
                {
                    Add(delivery);
                }

                if (--_awaited == 0)
                {
                    StopWaiting();
                }

                break;
        }
    }

    private void Remove(IActorRef delivery)
    {
        if (_subscribers.Remove(delivery))
        {
            _context.Unwatch(delivery);
        }
    }

    // Who has answered by now is the audience.
    private void StopWaiting()
    {
        _awaited = 0;
        while (_held.TryDequeue(out var held))
        {
            TellAll(held);
        }
    }

    /// <summary>Passes committed events on.</summary>
    public void Broadcast(ImmutableArray<EncodedEvent> events)
    {
        _lastSeq = events[^1].Event.Seq;
        if (_subscribers.Count == 0 && _awaited <= 0)
        {
            return;
        }

        var frames = ImmutableArray.CreateBuilder<EventFrame>(events.Length);
        foreach (var stored in events)
        {
            var gone = stored.Event is RoomEvent.MemberChanged { IsOut: true } member ? member.User : (UserId?)null;
            var frame = EventCodec.EncodeFrame(_room, EventHeader.Of(stored.Event), stored.Body);
            frames.Add(new EventFrame(stored.Event.Seq, frame, gone)
            {
                EndsRoom = stored.Event is RoomEvent.RoomChanged { Change: RoomChange.Dissolved },
            });
        }

        foreach (var batch in FeedBatches.Of(frames.MoveToImmutable()))
        {
            Send(new FeedMessage.Events(_room, batch));
        }
    }

    /// <summary>Tells those who came in, whom no Delivery knows to be members, and those who may not come in.</summary>
    public void TellOutsiders(ImmutableArray<EncodedEvent> events)
    {
        foreach (var stored in events)
        {
            switch (stored.Event)
            {
                case RoomEvent.MemberChanged { IsIn: true } entered:
                    _with.Users.Tell(new UserCommand.RoomEntered(entered.User, _room, entered.Seq));
                    break;
                case RoomEvent.MemberChanged { Change: MemberChange.Refused } refused:
                    _with.Users.Tell(new UserCommand.Tell(refused.User, Pushes.JoinRefused(_room)));
                    break;
            }
        }
    }

    /// <summary>Passes on what is not an event.</summary>
    public void Broadcast(ReadOnlyMemory<byte> frame) => Send(new FeedMessage.Ephemeral(_room, frame));

    /// <summary>Passes on what is not worth waiting for, to all but one person.</summary>
    public void Whisper(ReadOnlyMemory<byte> frame, UserId except)
    {
        if (_awaited <= 0)
        {
            TellAll(new FeedMessage.Ephemeral(_room, frame, except));
        }
    }

    /// <summary>The log was read again and stands there: who missed events reads them too.</summary>
    public void MovedTo(long lastSeq)
    {
        if (lastSeq > _lastSeq)
        {
            Send(new FeedMessage.Head(_room, lastSeq));
        }

        _lastSeq = lastSeq;
    }

    private void Add(IActorRef delivery)
    {
        if (_subscribers.Add(delivery))
        {
            _context.Watch(delivery);
        }
    }

    private void Send(FeedMessage message)
    {
        if (_awaited <= 0)
        {
            TellAll(message);
            return;
        }

        _held.Enqueue(message);
        if (_held.Count >= MaxHeld)
        {
            StopWaiting();
        }
    }

    private void TellAll(FeedMessage message)
    {
        var remote = 0;
        foreach (var delivery in _subscribers)
        {
            delivery.Tell(message, _context.Self);
            remote += delivery.Path.Address.HasLocalScope ? 0 : 1;
        }

        if (message is FeedMessage.Events events && _subscribers.Count > 0)
        {
            _with.Metrics.Broadcast(events.Frames.Length, _subscribers.Count - remote, remote);
        }
    }

    /// <summary>The nodes had their time to say whether they are interested.</summary>
    internal sealed class InterestTimeout : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly InterestTimeout Instance = new();
    }
}
