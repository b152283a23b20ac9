using Akka.Actor;
using Akka.Cluster;

namespace AkkaChat.Server.Sessions;

/// <summary>Tells this node's sessions when a node that may have hosted rooms has gone from the cluster.</summary>
internal sealed class NodeLossActor : ReceiveActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    /// <summary>Watches the cluster for <paramref name="sessions"/>; nodes without <paramref name="roomRole"/> don't matter.</summary>
    public NodeLossActor(IActorRef sessions, string roomRole) => Receive<ClusterEvent.MemberRemoved>(
        removed => removed.Member.HasRole(roomRole), _ => sessions.Tell(SessionInput.NodeLost.Instance));

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));

    /// <inheritdoc/>
    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
