using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Asks rooms for their events, and again until they answer: what is sent to a room that moves may be lost. Rooms whose node
/// is gone are asked anew, so many at a time: they must not all come to life in one moment.
/// </summary>
internal sealed class FeedSubscriptions(Dictionary<RoomId, RoomFeed> feeds, IActorRef rooms, IActorContext context)
{
    /// <summary>Rooms asked again in one tick; a dead node's ten thousand take five seconds.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Ticks until a room is asked again for the first time: a room answers in milliseconds unless it moves.</summary>
    private const int FirstWait = 4;

    /// <summary>Most ticks between two questions to a room without a home.</summary>
    private const int LongestWait = 120;

    /// <summary>Ticks over which rooms that are to be asked anew are spread, so that nodes do not ask in step.</summary>
    private const int Spread = 8;

    /// <summary>From one look at what is unanswered to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IActorRef _self = context.Self;
    private readonly Dictionary<RoomId, Unanswered> _unanswered = []; // feeds that were let go are taken out at the next tick
    private bool _isTicking;

    /// <summary>Asks a room now.</summary>
    public void Ask(RoomId room)
    {
        rooms.Tell(new InterestCommand.Subscribe(room), _self);
        _unanswered[room] = new Unanswered { Left = FirstWait, Wait = FirstWait };
        TickLater();
    }

    /// <summary>Asks a room soon, unless it is being asked already.</summary>
    public void AskSoon(RoomId room)
    {
        if (_unanswered.TryAdd(room, new Unanswered { Left = Random.Shared.Next(Spread), Wait = FirstWait / 2 }))
        {
            TickLater();
        }
    }

    /// <summary>A room sends its events.</summary>
    public void Answered(RoomId room) => _unanswered.Remove(room);

    /// <summary>A node was gone for a while or for good: what its rooms told us, or we told them, may be lost.</summary>
    public void OnNodeLost(NodeLost lost)
    {
        foreach (var (room, feed) in feeds)
        {
            if (feed.Owner?.Path.Address == lost.Node)
            {
                AskSoon(room);
            }
        }
    }

    /// <summary>Asks those whose time has come.</summary>
    public void OnTick()
    {
        _isTicking = false;
        var asked = 0;
        foreach (var (room, unanswered) in _unanswered)
        {
            if (!feeds.ContainsKey(room))
            {
                _unanswered.Remove(room);
            }
            else if (--unanswered.Left <= 0 && asked < MostAtOnce)
            {
                asked++;
                unanswered.Wait = Math.Min(2 * unanswered.Wait, LongestWait);
                unanswered.Left = unanswered.Wait;
                rooms.Tell(new InterestCommand.Subscribe(room), _self);
            }
        }

        TickLater();
    }

    private void TickLater()
    {
        if (!_isTicking && _unanswered.Count > 0)
        {
            _isTicking = true;
            context.System.Scheduler.ScheduleTellOnce(Interval, _self, Tick.Instance, ActorRefs.NoSender);
        }
    }

    /// <summary>A node left, died, or was out of reach for a while.</summary>
    internal sealed record NodeLost(Address Node) : INoSerializationVerificationNeeded;

    /// <summary>Some rooms may have to be asked again.</summary>
    internal sealed class Tick : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Tick Instance = new();
    }

    private sealed class Unanswered
    {
        public int Left { get; set; }

        public int Wait { get; set; }
    }
}
