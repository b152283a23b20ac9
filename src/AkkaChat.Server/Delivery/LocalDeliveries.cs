using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Delivery;

/// <summary>The Deliveries of this node, by number.</summary>
internal sealed record LocalDeliveries(DeliveryDirectory Directory, ImmutableArray<IActorRef> Instances)
{
    /// <summary>The one that serves <paramref name="room"/>.</summary>
    public IActorRef Of(RoomId room) => Instances[Directory.InstanceOf(room)];
}
