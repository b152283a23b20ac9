using System.Diagnostics.Metrics;
using Akka.Actor;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>What rooms work with.</summary>
/// <param name="Options">Limits and times.</param>
/// <param name="Clock">The node's clock.</param>
/// <param name="Store">The log.</param>
/// <param name="Writes">The way into the log.</param>
/// <param name="Reads">The way out of it, for what many rooms need at once.</param>
/// <param name="Users">All user actors.</param>
/// <param name="Deliveries">The Deliveries of all nodes.</param>
internal sealed record RoomDependencies(
    RoomOptions Options,
    TimeProvider Clock,
    IChatStore Store,
    WritePipeline Writes,
    ReadPipeline Reads,
    IActorRef Users,
    DeliveryDirectory Deliveries)
{
    /// <summary>What is counted.</summary>
    public RoomMetrics Metrics { get; init; } = new(new Meter(RoomMetrics.MeterName));
}
