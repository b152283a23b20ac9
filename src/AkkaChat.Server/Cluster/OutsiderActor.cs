using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Is there for as long as this node is in no cluster: by that the first seed knows whether it may found one. It stops by
/// itself as soon as a cluster has let this node in.
/// </summary>
internal sealed class OutsiderActor : ReceiveActor
{
    /// <summary>Its name, by which other nodes look for it.</summary>
    public const string Name = "outsider";

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    /// <summary>Waits for this node to be a member.</summary>
    public OutsiderActor() =>
        Receive<IMemberEvent>(change => change.Member.UniqueAddress == _cluster.SelfUniqueAddress, _ => Context.Stop(Self));

    /// <inheritdoc/>
    protected override void PreStart() =>
        _cluster.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(IMemberEvent));

    /// <inheritdoc/>
    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
