using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Keeps a <see cref="DeliveryDirectory"/> true to the cluster's members: every node that takes sockets and is in reach. Tells
/// this node's Deliveries of nodes whose rooms they may not hear of any more.
/// </summary>
internal sealed class DeliveryDirectoryActor : ReceiveActor
{
    private readonly DeliveryDirectory _directory;
    private readonly ImmutableArray<IActorRef> _local;
    private readonly string _gatewayRole;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly HashSet<UniqueAddress> _others = [];
    private readonly HashSet<UniqueAddress> _outOfReach = [];

    /// <summary>Starts with this node's own Deliveries, by number.</summary>
    public DeliveryDirectoryActor(DeliveryDirectory directory, ImmutableArray<IActorRef> local, string gatewayRole)
    {
        _directory = directory;
        _local = local;
        _gatewayRole = gatewayRole;
        Receive<ClusterEvent.MemberUp>(up => OnUp(up.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => OnRemoved(removed.Member));
        Receive<ClusterEvent.UnreachableMember>(unreachable => OnUnreachable(unreachable.Member));
        Receive<ClusterEvent.ReachableMember>(reachable => OnReachable(reachable.Member));
        Publish();
    }

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.MemberUp),
        typeof(ClusterEvent.MemberRemoved),
        typeof(ClusterEvent.UnreachableMember),
        typeof(ClusterEvent.ReachableMember));

    /// <inheritdoc/>
    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnUp(Member member)
    {
        if (member.HasRole(_gatewayRole) && member.UniqueAddress != _cluster.SelfUniqueAddress)
        {
            _others.Add(member.UniqueAddress);
            Publish();
        }
    }

    private void OnRemoved(Member member)
    {
        _others.Remove(member.UniqueAddress);
        _outOfReach.Remove(member.UniqueAddress);
        Publish();
        TellLost(member);
    }

    private void OnUnreachable(Member member)
    {
        _outOfReach.Add(member.UniqueAddress);
        Publish();
    }

    private void OnReachable(Member member)
    {
        _outOfReach.Remove(member.UniqueAddress);
        Publish();
        TellLost(member);
    }

    private void TellLost(Member member)
    {
        foreach (var delivery in _local)
        {
            delivery.Tell(new FeedSubscriptions.NodeLost(member.Address));
        }
    }

    private void Publish()
    {
        var nodes = ImmutableArray.CreateBuilder<ImmutableArray<ICanTell>>(_others.Count + 1);
        if (_cluster.SelfRoles.Contains(_gatewayRole))
        {
            nodes.Add([.. _local]);
        }

        foreach (var node in _others.Where(node => !_outOfReach.Contains(node)))
        {
            var user = new RootActorPath(node.Address) / "user";
            nodes.Add([.. Enumerable.Range(0, _local.Length).Select(ICanTell (instance) =>
                Context.ActorSelection(user / DeliveryDirectory.NameOf(instance)))]);
        }

        _directory.Update(nodes.ToImmutable());
    }
}
