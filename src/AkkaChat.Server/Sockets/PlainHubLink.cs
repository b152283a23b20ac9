using Akka.Actor;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// A node's tie to the hub: numbers the node's texts and says them until they are heard, hears all texts in the hub's order,
/// each once, and finds a hub again that moved. Bounded by the node's credits.
/// </summary>
internal sealed class PlainHubLink
{
    /// <summary>From one look at what is unheard to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Looks after which the hub is asked although nothing seems to be missing: a last text may be.</summary>
    private const int MostQuietTicks = 10;

    /// <summary>Most nodes remembered; a node's number matters only around a move of the hub.</summary>
    private const int MostNodes = 1024;

    private readonly string _node = Guid.NewGuid().ToString("n");
    private readonly IActorRef _hubs;
    private readonly Action<ReadOnlyMemory<byte>, PlainSocket?> _pass;
    private readonly IActorContext _context;
    private readonly IActorRef _self;
    private readonly Queue<(PlainHubCommand.Say Say, PlainSocket From)> _unheard = new();
    private readonly Dictionary<string, long> _heard = [];
    private IActorRef? _owner;
    private long _hub;
    private long _position;
    private long _lastNumber;
    private long _numberAtTick;
    private int _quietTicks;

    /// <summary>A tie that is not made yet.</summary>
    /// <param name="hubs">Leads to the hub, wherever it lives.</param>
    /// <param name="pass">Passes a text on to all sockets of the node but one.</param>
    /// <param name="context">The lobby's.</param>
    public PlainHubLink(IActorRef hubs, Action<ReadOnlyMemory<byte>, PlainSocket?> pass, IActorContext context)
    {
        _hubs = hubs;
        _pass = pass;
        _context = context;
        _self = context.Self;
    }

    /// <summary>Looks for the hub.</summary>
    public void Join()
    {
        _quietTicks = 0;
        _hubs.Tell(
            new PlainHubCommand.Join(_node, _hub, _position, _lastNumber - _unheard.Count), _self);
    }

    /// <summary>A socket of this node sent a text.</summary>
    public void Say(PlainSocket from, byte[] text)
    {
        var say = new PlainHubCommand.Say(_node, ++_lastNumber, text);
        _unheard.Enqueue((say, from));
        _owner?.Tell(say, _self);
    }

    /// <summary>The hub has answered: says to it what is unheard.</summary>
    public void OnJoined(PlainHubPush.Joined joined, IActorRef hub)
    {
        if (!hub.Equals(_owner))
        {
            _owner = _context.Watch(hub);
        }

        if (joined.Hub != _hub || joined.Position > _position)
        {
            _hub = joined.Hub;
            _position = joined.Position;
        }

        foreach (var (say, _) in _unheard)
        {
            hub.Tell(say, _self);
        }
    }

    /// <summary>The hub tells a text.</summary>
    public void OnSaid(PlainHubPush.Said said)
    {
        if (said.Hub != _hub || said.Position <= _position)
        {
            return; // heard before
        }

        if (said.Position != _position + 1)
        {
            _quietTicks = MostQuietTicks; // something before it is missing: the next look asks for it
            return;
        }

        _position++;
        if (said.Node != _node)
        {
            if (IsNew(said))
            {
                _pass(said.Text, null);
            }
        }
        else if (_unheard.TryPeek(out var first) && first.Say.Number == said.Number)
        {
            _unheard.Dequeue();
            _pass(said.Text, first.From);
            first.From.Heard();
        }
    }

    /// <summary>The hub stopped or moved.</summary>
    public void OnStopped(IActorRef hub)
    {
        if (hub.Equals(_owner))
        {
            _owner = null;
            Join();
        }
    }

    /// <summary>Asks the hub again if there is none, if a text waits for too long, and now and then anyway.</summary>
    public void OnTick()
    {
        var isLate = _unheard.TryPeek(out var first) && first.Say.Number <= _numberAtTick;
        _numberAtTick = _lastNumber;
        if (_owner is null || isLate || ++_quietTicks >= MostQuietTicks)
        {
            Join();
        }
    }

    // A text that one hub told to some nodes only is said again to the next one.
    private bool IsNew(PlainHubPush.Said said)
    {
        if (said.Number <= _heard.GetValueOrDefault(said.Node))
        {
            return false;
        }

        if (_heard.Count >= MostNodes && !_heard.ContainsKey(said.Node))
        {
            _heard.Clear();
        }

        _heard[said.Node] = said.Number;
        return true;
    }
}
