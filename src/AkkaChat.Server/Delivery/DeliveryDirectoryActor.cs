using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace AkkaChat.Server.Delivery;

/// <summary>Keeps a <see cref="DeliveryDirectory"/> true to the cluster's members.</summary>
internal sealed class DeliveryDirectoryActor : ReceiveActor
{
    private readonly DeliveryDirectory _directory;
    private readonly ImmutableArray<IActorRef> _local;
    private readonly string _gatewayRole;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly HashSet<Address> _others = [];

    /// <summary>Starts with this node's own Deliveries, by number.</summary>
    public DeliveryDirectoryActor(DeliveryDirectory directory, ImmutableArray<IActorRef> local, string gatewayRole)
    {
        _directory = directory;
        _local = local;
        _gatewayRole = gatewayRole;
        Receive<ClusterEvent.MemberUp>(up => Add(up.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => Remove(removed.Member));
        Publish();
    }

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.MemberUp),
        typeof(ClusterEvent.MemberRemoved));

    /// <inheritdoc/>
    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Add(Member member)
    {
        if (member.HasRole(_gatewayRole) && member.Address != _cluster.SelfAddress && _others.Add(member.Address))
        {
            Publish();
        }
    }

    private void Remove(Member member)
    {
        if (_others.Remove(member.Address))
        {
            Publish();
        }
    }

    private void Publish()
    {
        var nodes = ImmutableArray.CreateBuilder<ImmutableArray<ICanTell>>(_others.Count + 1);
        nodes.Add([.. _local]);
        foreach (var address in _others)
        {
            var user = new RootActorPath(address) / "user";
            nodes.Add([.. Enumerable.Range(0, _local.Length).Select(ICanTell (instance) =>
                Context.ActorSelection(user / DeliveryDirectory.NameOf(instance)))]);
        }

        _directory.Update(nodes.MoveToImmutable());
    }
}
