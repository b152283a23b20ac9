namespace AkkaChat.Protocol;

/// <summary>The same objects for HTTP: what answers say, without type and id.</summary>
public static class Bodies
{
    /// <summary>The event is stored.</summary>
    public static byte[] Ack(RoomId room, long seq, MessageId? messageId, long? time, bool duplicate) =>
        Frame.Body(new AckView(room, seq, messageId, time, duplicate), ViewWriter.WriteAck);

    /// <summary>A page of rooms; <paramref name="cursor"/> is null on the last.</summary>
    public static byte[] Rooms(IReadOnlyList<RoomView> rooms, string? cursor) =>
        Frame.Body((rooms, cursor), ViewWriter.WriteRoomPage);

    /// <summary>A page of a log: encoded event frames, ascending by <c>seq</c>.</summary>
    public static byte[] Events(IReadOnlyList<ReadOnlyMemory<byte>> frames, bool more) =>
        Frame.Body((frames, more), ViewWriter.WriteEventPage);
}
