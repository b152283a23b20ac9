using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>A stored event as the frame that clients get.</summary>
internal static class StoredFrame
{
    /// <summary>The frame of an event, and who is out of the room by it.</summary>
    public static EventFrame Of(RoomId room, in EventHeader header, byte[] body) =>
        new(header.Seq, EventCodec.EncodeFrame(room, header, body), Gone(header, body))
        {
            EndsRoom = header.Kind == EventKind.Room && body.AsSpan().StartsWith(Dissolved),
        };

    // The body of every change of a room begins with what sort of change it is.
    private static ReadOnlySpan<byte> Dissolved => """{"change":"dissolved","""u8;

    private static UserId? Gone(in EventHeader header, byte[] body) =>
        header.Kind == EventKind.Member
        && EventCodec.Decode(header, body, messageNo: 0) is RoomEvent.MemberChanged { IsOut: true } member
            ? member.User
            : null;
}
