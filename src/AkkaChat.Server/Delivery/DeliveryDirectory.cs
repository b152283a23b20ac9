using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Where the Deliveries of all nodes are. Read by everyone, written by <see cref="DeliveryDirectoryActor"/> alone. A node that
/// it does not know yet makes itself known to each room by subscribing.
/// </summary>
internal sealed class DeliveryDirectory(DeliveryOptions options)
{
    private ImmutableArray<ImmutableArray<ICanTell>> _nodes = [];

    /// <summary>Name of the Delivery of that number, the same on all nodes.</summary>
    public static string NameOf(int instance) => $"delivery-{instance}";

    /// <summary>The number of the Delivery that serves <paramref name="room"/>, the same on all nodes.</summary>
    public int InstanceOf(RoomId room) => (int)(StableHash.Of(room.Value) % (uint)options.Instances);

    /// <summary>The Delivery of each node that serves <paramref name="room"/>.</summary>
    public IEnumerable<ICanTell> For(RoomId room)
    {
        var instance = InstanceOf(room);
        foreach (var node in _nodes)
        {
            yield return node[instance];
        }
    }

    /// <summary>Puts in what the cluster looks like now; for each node its Deliveries by number.</summary>
    public void Update(ImmutableArray<ImmutableArray<ICanTell>> nodes) =>
        ImmutableInterlocked.InterlockedExchange(ref _nodes, nodes);
}
