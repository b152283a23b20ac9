using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Turns the messages of one folder into protobuf bytes and back. Whatever it cannot take, it refuses with a
/// <see cref="SerializationException"/>: the message is lost and logged, the connection to the node lives on.
/// </summary>
/// <param name="system">The actor system; its configuration has the serializer's number.</param>
internal abstract class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Longest id of any kind, in characters.</summary>
    private const int MaxIdChars = 64;

    /// <inheritdoc/>
    public sealed override string Manifest(object o) => FindManifest(o) ?? throw Unknown(o);

    /// <inheritdoc/>
    public sealed override byte[] ToBinary(object obj)
    {
        var message = Encode(obj) ?? throw Unknown(obj);
        var size = message.CalculateSize();
        if (size > WireLimits.MaxMessageBytes)
        {
            throw new SerializationException(
                $"{obj.GetType()} would take {size} bytes; the most between nodes is {WireLimits.MaxMessageBytes}.");
        }

        var bytes = new byte[size];
        message.WriteTo(bytes.AsSpan());
        return bytes;
    }

    /// <inheritdoc/>
    public sealed override object FromBinary(byte[] bytes, string manifest)
    {
        if (bytes.Length > WireLimits.MaxMessageBytes)
        {
            throw new SerializationException(
                $"A message has {bytes.Length} bytes; the most between nodes is {WireLimits.MaxMessageBytes}.");
        }

        try
        {
            return Decode(bytes, manifest)
                ?? throw new SerializationException($"{GetType().Name} knows no message by that manifest.");
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or FormatException)
        {
            throw new SerializationException($"A message of the manifest {manifest} is damaged: {fault.Message}", fault);
        }
    }

    /// <summary>The name that tells the kinds of messages apart; null if it is none of this serializer's.</summary>
    protected abstract string? FindManifest(object message);

    /// <summary>The message as protobuf; null if it is none of this serializer's.</summary>
    protected abstract IMessage? Encode(object message);

    /// <summary>The message that <paramref name="bytes"/> are; null if no kind has that manifest.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are not protobuf.</exception>
    /// <exception cref="FormatException">A field has a value that it can't have.</exception>
    protected abstract object? Decode(ReadOnlySpan<byte> bytes, string manifest);

    /// <summary>Bytes to be sent, without copying them: they never change.</summary>
    protected static ByteString Wrap(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    /// <summary>The value of an enumeration that has that frozen number.</summary>
    /// <exception cref="FormatException">None has.</exception>
    internal static T Named<T>(int number)
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), number);
        return Enum.IsDefined(value) ? value : throw new FormatException($"no {typeof(T).Name} has the number {number}");
    }

    /// <summary>Text that is an id without an alphabet of its own.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static string Id(string text) =>
        text.Length is >= 1 and <= MaxIdChars ? text : throw new FormatException("not an id");

    private SerializationException Unknown(object message) =>
        new($"{GetType().Name} has no form for {message.GetType()}.");
}
