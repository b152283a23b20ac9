namespace AkkaChat.Protocol;

/// <summary>Encodes the frames that nobody asked for; events are in <see cref="EventCodec"/>.</summary>
public static class Pushes
{
    /// <summary>The last frame before a close.</summary>
    /// <param name="code">The code that the close frame will have.</param>
    /// <param name="after">How long the client is to wait before it connects again.</param>
    /// <param name="reason">A reason narrower than the code's own.</param>
    public static byte[] Bye(CloseCode code, TimeSpan after, string? reason = null) =>
        Frame.Push("bye", (code, after, reason), static (json, bye) =>
        {
            json.WriteNumber("code"u8, (int)bye.code);
            json.WriteString("reason"u8, bye.reason ?? bye.code.Reason());
            json.WriteBoolean("reconnect"u8, bye.code.MayReconnect());
            json.WriteNumber("afterMs"u8, (long)bye.after.TotalMilliseconds);
        });

    /// <summary>Events of the room are missing here; the client gets them from the history.</summary>
    /// <param name="room">Which room.</param>
    /// <param name="after">The last <c>seq</c> that was sent.</param>
    /// <param name="lastSeq">The room's newest <c>seq</c>.</param>
    public static byte[] Gap(RoomId room, long after, long lastSeq) =>
        Frame.Push("gap", (room, after, lastSeq), static (json, gap) =>
        {
            json.WriteString("room"u8, gap.room.Value);
            json.WriteNumber("after"u8, gap.after);
            json.WriteNumber("lastSeq"u8, gap.lastSeq);
        });

    /// <summary>Somebody has read up to a <c>seq</c>.</summary>
    public static byte[] Read(RoomId room, UserId user, long seq) =>
        Frame.Push("read", (room, user, seq), static (json, mark) =>
        {
            json.WriteString("room"u8, mark.room.Value);
            json.WriteString("user"u8, mark.user.Value);
            json.WriteNumber("seq"u8, mark.seq);
        });

    /// <summary>Somebody is writing something.</summary>
    public static byte[] Typing(RoomId room, UserId user) => Frame.Push("typing", (room, user), static (json, typing) =>
    {
        json.WriteString("room"u8, typing.room.Value);
        json.WriteString("user"u8, typing.user.Value);
    });

    /// <summary>Somebody who is watched came, went, or hid the app.</summary>
    public static byte[] Presence(PresenceView presence) =>
        Frame.Push("presence", presence, ViewWriter.WritePresence);

    /// <summary>The user is in this room now.</summary>
    public static byte[] Room(RoomView room) => Frame.Push("room", room, ViewWriter.WriteRoom);

    /// <summary>The user is no longer in this room.</summary>
    public static byte[] RoomRemoved(RoomId room) => Frame.Push("room", room, static (json, room) =>
    {
        json.WriteStartObject("room"u8);
        json.WriteString("id"u8, room.Value);
        json.WriteEndObject();
        json.WriteBoolean("removed"u8, true);
    });

    /// <summary>The user asked to come into this room, and may not.</summary>
    public static byte[] JoinRefused(RoomId room) => Frame.Push("room", room, static (json, room) =>
    {
        json.WriteStartObject("room"u8);
        json.WriteString("id"u8, room.Value);
        json.WriteEndObject();
        json.WriteBoolean("refused"u8, true);
    });

    /// <summary>Asks for a sign of life.</summary>
    public static byte[] Ping() => Frame.Push("ping", 0, static (_, _) => { });
}
