using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Takes dead processes out of the cluster long before heartbeats would. A killed process resets its connections at once;
/// if its port then refuses new ones again and again, nobody is there. What it finds is what the split brain resolver would
/// find later, and only on the side that the resolver would keep. A host that does not answer proves nothing.
/// </summary>
internal sealed partial class DeadNodeActor : ReceiveActor, IWithTimers
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DeadNodeSettings _settings;
    private readonly Func<Address, Task<PortAnswer>> _ask;
    private readonly Func<Address, Task<bool>> _reach;

    // One entry for each member under suspicion; it goes with the suspicion or with the member.
    private readonly Dictionary<UniqueAddress, Suspicion> _suspects = [];

    /// <summary>
    /// Asks ports with <paramref name="ask"/>, and with <paramref name="reach"/> whether a node answers over the connections
    /// that there are.
    /// </summary>
    public DeadNodeActor(
        DeadNodeSettings settings, Func<Address, Task<PortAnswer>> ask, Func<Address, Task<bool>> reach)
    {
        _settings = settings;
        _ask = ask;
        _reach = reach;
        Receive<DisassociatedEvent>(broken => OnBroken(broken.RemoteAddress));
        Receive<AssociationErrorEvent>(broken => OnBroken(broken.RemoteAddress));
        Receive<UnreachableMember>(unreachable => Suspect(unreachable.Member.UniqueAddress));
        Receive<MemberRemoved>(removed => Forget(removed.Member.UniqueAddress));
        Receive<AskAgain>(again => OnAskAgain(again.Node));
        Receive<Answered>(OnAnswered);
        Receive<Counted>(OnCounted);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        _cluster.Subscribe(
            Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(UnreachableMember), typeof(MemberRemoved));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    private void OnBroken(Address address)
    {
        if (Nodes().FirstOrDefault(node => node.Id.Address == address) is { } node)
        {
            Suspect(node.Id);
        }
    }

    private void Suspect(UniqueAddress id)
    {
        if (MayBeDowned(id) && _suspects.TryAdd(id, new Suspicion()))
        {
            Ask(id);
        }
    }

    private void OnAskAgain(UniqueAddress id)
    {
        if (_suspects.ContainsKey(id))
        {
            Ask(id);
        }
        else if (IsUnreachable(id))
        {
            Suspect(id);
        }
    }

    private void Ask(UniqueAddress id) =>
        _ = _ask(id.Address).PipeTo(Self, success: answer => new Answered(id, answer));

    private void OnAnswered(Answered answered)
    {
        var id = answered.Node;
        if (!_suspects.TryGetValue(id, out var suspicion))
        {
            return;
        }

        if (suspicion.After(answered.Answer) is not { } stronger || !MayBeDowned(id))
        {
            LetGo(id);
        }
        else if (stronger.IsProof(_settings.Refusals))
        {
            _suspects[id] = stronger;
            CountOthers(id);
        }
        else
        {
            _suspects[id] = stronger;
            Timers.StartSingleTimer(id, new AskAgain(id), _settings.Interval);
        }
    }

    // Whoever does not answer right now does not count as being on this side, whatever heartbeats say so far: in a
    // partition all connections break together, but not all are noticed together.
    private void CountOthers(UniqueAddress dead)
    {
        var others = Nodes().Where(node => node.Id != dead && node.Id != _cluster.SelfUniqueAddress).ToList();
        _ = Task.WhenAll(others.Select(node => _reach(node.Id.Address))).PipeTo(
            Self,
            success: answers => new Counted(dead, [.. others.Where((_, i) => answers[i]).Select(node => node.Id)]));
    }

    private void OnCounted(Counted counted)
    {
        var id = counted.Dead;
        var nodes = Nodes();
        var unreachable = _cluster.State.Unreachable.Select(member => member.UniqueAddress).ToHashSet();
        var lost = nodes
            .Select(node => node.Id)
            .Where(node => node != _cluster.SelfUniqueAddress && (!counted.Reached.Contains(node) || unreachable.Contains(node)))
            .ToHashSet();
        if (!MayBeDowned(id) || !_suspects.ContainsKey(id))
        {
            LetGo(id);
        }
        else if (MajorityRule.Stays(nodes, lost))
        {
            LogDead(id, _settings.Refusals);
            Remove(id);
        }
        else
        {
            LogMinority(id, nodes.Length - lost.Count, nodes.Length);
            LetGo(id);
        }
    }

    // The leader removes whoever is down once somebody has lost them. Heartbeats take seconds to lose a node; this event of
    // remoting, which says that the incarnation will never be spoken to again, takes none. Remoting itself is left alone: it
    // holds messages to a dead node back for a while, but tries to connect for each message to a quarantined one.
    private void Remove(UniqueAddress id)
    {
        Context.System.EventStream.Publish(new QuarantinedEvent(id.Address, id.Uid));
        _cluster.Down(id.Address);
    }

    private void LetGo(UniqueAddress id)
    {
        Forget(id);
        if (IsUnreachable(id))
        {
            Timers.StartSingleTimer(id, new AskAgain(id), _settings.RetryInterval);
        }
    }

    private void Forget(UniqueAddress id)
    {
        _suspects.Remove(id);
        Timers.Cancel(id);
    }

    private bool MayBeDowned(UniqueAddress id) =>
        id != _cluster.SelfUniqueAddress && Nodes().Any(node => node.Id == id && node.MayBeDowned);

    private bool IsUnreachable(UniqueAddress id) =>
        _cluster.State.Unreachable.Any(member => member.UniqueAddress == id);

    private ImmutableArray<ClusterNode> Nodes() =>
        [.. _cluster.State.Members.Select(member => new ClusterNode(member.UniqueAddress, member.Status))];

    private sealed record AskAgain(UniqueAddress Node) : INoSerializationVerificationNeeded;

    private sealed record Answered(UniqueAddress Node, PortAnswer Answer) : INoSerializationVerificationNeeded;

    private sealed record Counted(UniqueAddress Dead, ImmutableHashSet<UniqueAddress> Reached)
        : INoSerializationVerificationNeeded;
}
