using Akka.Actor;
using Akka.Cluster;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Tells this node's sessions, or its presence, when a node that may host rooms and users leaves the cluster, and when it has
/// gone: what was on its way there may be lost, in a hand-over too (akka.net #8501).
/// </summary>
internal sealed class NodeLossActor : ReceiveActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    /// <summary>Watches the cluster for <paramref name="sessions"/>; nodes without <paramref name="roomRole"/> don't matter.</summary>
    public NodeLossActor(IActorRef sessions, string roomRole) => Receive<ClusterEvent.MemberStatusChange>(
        change => change.Member.HasRole(roomRole), change => sessions.Tell(new SessionInput.NodeLost(change.Member.Address)));

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.MemberLeft),
        typeof(ClusterEvent.MemberExited),
        typeof(ClusterEvent.MemberRemoved));

    /// <inheritdoc/>
    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
