using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Stands where a serializer for any type at all would: a message that no other serializer is bound to does not leave the
/// node, and no type is ever made because bytes name it.
/// </summary>
/// <param name="system">The actor system; its configuration has the serializer's number.</param>
internal sealed class RefusingSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>In the place of a serializer that has settings.</summary>
    /// <param name="system">The actor system; its configuration has the serializer's number.</param>
    /// <param name="settings">Of the serializer whose place this takes; not read.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType()} has no serializer, so it can't leave this node.");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type) =>
        throw new SerializationException("A node sent a message of a type that is not one of those between nodes.");
}
