using System.Runtime.InteropServices;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>An event that the batch appends.</summary>
/// <param name="room">Which room.</param>
/// <param name="encoded">The event with its body.</param>
/// <param name="messageNo">How many messages there are, this one included.</param>
internal sealed class NewEvent(RoomId room, EncodedEvent encoded, long messageNo)
{
    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>The fact.</summary>
    public RoomEvent Event => encoded.Event;

    /// <summary>How many messages there are, this one included.</summary>
    public long MessageNo => messageNo;

    /// <summary>The message that it is; null for other kinds.</summary>
    public MessageState? Message { get; init; }

    /// <summary>True if nothing of what it says may be kept.</summary>
    public bool IsErased { get; set; }

    /// <summary>The message's <c>seq</c> that it changes.</summary>
    public long? Target => encoded.Event switch
    {
        RoomEvent.MessageEdited edited => edited.Target,
        RoomEvent.MessageRecalled recalled => recalled.Target,
        RoomEvent.ReactionSet reaction => reaction.Target,
        _ => null,
    };

    /// <summary>What is kept of it.</summary>
    public byte[] Body => Message?.Body ?? BytesOf(IsErased ? EventCodec.RecalledBody : encoded.Body);

    /// <summary>The bytes, without a copy where they are an array's own.</summary>
    public static byte[] BytesOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } array && array.Length == part.Count
            ? array
            : bytes.ToArray();
}
