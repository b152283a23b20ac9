using System.Collections.Immutable;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>Events on their way to all sessions of a room: what is made of them is made once.</summary>
/// <param name="room">Which room.</param>
/// <param name="frames">The next events, without gaps, at least one.</param>
internal sealed class FeedPassage(RoomId room, ImmutableArray<EventFrame> frames)
{
    private DeliveryPush.Events? _push;
    private ReadOnlyMemory<byte>[]? _bytes;

    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>The events.</summary>
    public ImmutableArray<EventFrame> Frames => frames;

    /// <summary>For sessions that are told.</summary>
    public DeliveryPush.Events Push => _push ??= new DeliveryPush.Events(room, frames);

    /// <summary>For sockets.</summary>
    public ReadOnlyMemory<byte>[] Bytes => _bytes ??= BytesOf(frames);

    private static ReadOnlyMemory<byte>[] BytesOf(ImmutableArray<EventFrame> frames)
    {
        var bytes = new ReadOnlyMemory<byte>[frames.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = frames[i].Frame;
        }

        return bytes;
    }
}
