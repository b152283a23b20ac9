using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>An event as it is read back from its log.</summary>
/// <param name="Header">Its columns.</param>
/// <param name="Body">Its body.</param>
/// <param name="Event">What they stand for; null if what it said was erased.</param>
internal sealed record LoggedEvent(EventHeader Header, byte[] Body, RoomEvent? Event)
{
    /// <summary>The event of a row.</summary>
    /// <param name="header">Its columns.</param>
    /// <param name="body">Its body.</param>
    /// <param name="messageNo">How many messages there were, this one included.</param>
    public static LoggedEvent Of(in EventHeader header, byte[] body, long messageNo) =>
        new(header, body, EventCodec.Decode(header, body, messageNo));
}
