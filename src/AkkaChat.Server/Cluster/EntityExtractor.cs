using System.Globalization;
using Akka.Cluster.Sharding;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Cluster;

/// <summary>Which entity a message is for, and which shard that lives in. Fixed for the life of a cluster.</summary>
internal sealed class EntityExtractor(int shards) : IMessageExtractor
{
    private readonly string[] _shards =
        [.. Enumerable.Range(0, shards).Select(shard => shard.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public string? EntityId(object message) => message switch
    {
        IRoomMessage room => room.Room.Value,
        UserCommand user => user.User.Value,
        PresenceCommand presence => presence.User.Value,
        PlainHubCommand => PlainHubCommand.Entity,
        _ => null,
    };

    /// <inheritdoc/>
    public object EntityMessage(object message) => message;

    /// <inheritdoc/>
    public string? ShardId(object message) => EntityId(message) is { } entity ? ShardId(entity) : null;

    /// <inheritdoc/>
    public string ShardId(string entityId, object? messageHint = null) =>
        _shards[StableHash.Of(entityId) % (uint)_shards.Length];
}
