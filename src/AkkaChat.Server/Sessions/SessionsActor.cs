using System.Collections.Concurrent;
using Akka.Actor;
using AkkaChat.Server.Cluster;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Parent of this node's sessions. A session that fails is stopped, not restarted: its client comes back and resumes.
/// </summary>
internal sealed class SessionsActor : ReceiveActor
{
    private readonly HashSet<IActorRef> _open = [];
    private readonly ConcurrentQueue<Open> _coming = []; // whichever session starts first takes the first socket
    private readonly Props _session;
    private readonly HashSet<IActorRef> _leaving = []; // who waits: the host, and whoever ends a node that was downed

    /// <summary>No sessions yet.</summary>
    public SessionsActor(SessionDependencies with)
    {
        _session = ManyActors.Of(() => new SessionActor(TakeNext(), with)); // the same for all: keeps nothing of each
        Receive<Open>(OnOpen);
        Receive<Leave>(_ => OnLeave());
        Receive<SessionInput.NodeLost>(TellAll);
        Receive<Terminated>(stopped => OnStopped(stopped.ActorRef));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnOpen(Open open)
    {
        if (_leaving.Count > 0)
        {
            open.Opened.SetResult(ActorRefs.Nobody);
            return;
        }

        _coming.Enqueue(open);
        _open.Add(Context.Watch(Context.ActorOf(_session)));
    }

    private Open TakeNext() =>
        _coming.TryDequeue(out var open) ? open : throw new InvalidOperationException("There are more sessions than sockets.");

    private void OnLeave()
    {
        _leaving.Add(Sender);
        TellAll(SessionInput.Leave.Instance);
        AnswerIfEmpty();
    }

    private void TellAll(SessionInput input)
    {
        foreach (var session in _open)
        {
            session.Tell(input);
        }
    }

    private void OnStopped(IActorRef session)
    {
        _open.Remove(session);
        AnswerIfEmpty();
    }

    private void AnswerIfEmpty()
    {
        if (_open.Count > 0)
        {
            return;
        }

        foreach (var waiting in _leaving)
        {
            waiting.Tell(Left.Instance);
        }
    }

    /// <summary>A socket was accepted: start its session.</summary>
    /// <param name="Socket">The socket.</param>
    /// <param name="Opened">Gets the session once it has started, or nobody if the node is leaving.</param>
    internal sealed record Open(SessionSocket Socket, TaskCompletionSource<IActorRef> Opened)
        : INoSerializationVerificationNeeded;

    /// <summary>The node leaves: tell all clients; answered with <see cref="Left"/> when all are gone.</summary>
    internal sealed class Leave : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Leave Instance = new();
    }

    /// <summary>No session is left.</summary>
    internal sealed class Left : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Left Instance = new();
    }
}
