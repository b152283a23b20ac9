using Akka.Actor;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// This node's part of the plain lobby: passes every text of one connection to all others of the cluster, in one order for
/// all, and keeps nothing. A node alone orders the texts itself; among several a hub does, and while there is none the texts
/// wait. A connection that does not read is closed.
/// </summary>
internal sealed class PlainLobbyActor : ReceiveActor, IWithTimers
{
    private readonly HashSet<PlainSocket> _sockets = [];
    private readonly PlainHubLink? _link;

    /// <summary>Nobody is there yet.</summary>
    /// <param name="hubs">Leads to the cluster's hub; null: this node is alone.</param>
    public PlainLobbyActor(IActorRef? hubs)
    {
        _link = hubs is null ? null : new PlainHubLink(hubs, Pass, Context);
        Receive<Come>(come => _sockets.Add(come.Socket));
        Receive<Go>(OnGo);
        Receive<Say>(OnSay);
        if (_link is { } link)
        {
            Receive<PlainHubPush.Said>(link.OnSaid);
            Receive<PlainHubPush.Joined>(joined => link.OnJoined(joined, Sender));
            Receive<Tick>(_ => link.OnTick());
            Receive<Terminated>(stopped => link.OnStopped(stopped.ActorRef));
        }
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_link is not null)
        {
            _link.Join();
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, PlainHubLink.Interval);
        }
    }

    private void OnGo(Go go)
    {
        _sockets.Remove(go.Socket);
        go.Socket.Dispose(); // nothing of it comes after this
    }

    private void OnSay(Say say)
    {
        if (_link is not null)
        {
            _link.Say(say.From, say.Text);
            return;
        }

        Pass(say.Text, say.From);
        say.From.Heard();
    }

    private void Pass(ReadOnlyMemory<byte> text, PlainSocket? from)
    {
        foreach (var socket in _sockets)
        {
            if (!ReferenceEquals(socket, from))
            {
                socket.Write(text);
            }
        }
    }

    /// <summary>A connection opened.</summary>
    internal sealed record Come(PlainSocket Socket) : INoSerializationVerificationNeeded;

    /// <summary>A connection closed.</summary>
    internal sealed record Go(PlainSocket Socket) : INoSerializationVerificationNeeded;

    /// <summary>A connection sent a text.</summary>
    internal sealed record Say(PlainSocket From, byte[] Text) : INoSerializationVerificationNeeded;

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
