using System.Diagnostics.Metrics;
using Akka.Actor;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Sessions;

/// <summary>What sessions work with.</summary>
/// <param name="Options">Times and limits.</param>
/// <param name="Server">Limits and times of the whole server.</param>
/// <param name="RoomOptions">Limits of rooms, as far as clients are told.</param>
/// <param name="Clock">The node's clock.</param>
/// <param name="Tokens">Checks access tokens.</param>
/// <param name="Store">The log.</param>
/// <param name="Reads">The way out of it, for what many sessions need at once.</param>
/// <param name="Writes">The way into it, for what is not a room's.</param>
/// <param name="Rooms">All rooms.</param>
/// <param name="Users">All user actors.</param>
/// <param name="Deliveries">This node's Deliveries.</param>
internal sealed record SessionDependencies(
    SessionOptions Options,
    ServerOptions Server,
    RoomOptions RoomOptions,
    TimeProvider Clock,
    AccessTokens Tokens,
    IChatStore Store,
    ReadPipeline Reads,
    WritePipeline Writes,
    IActorRef Rooms,
    IActorRef Users,
    LocalDeliveries Deliveries)
{
    /// <summary>What this node knows of people who are watched.</summary>
    public required IActorRef Presence { get; init; }

    /// <summary>What is counted.</summary>
    public SessionMetrics Metrics { get; init; } = new(new Meter(SessionMetrics.MeterName));
}
