using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>The outcome of one <see cref="RoomCommand"/>.</summary>
/// <param name="Ref">The command's.</param>
internal abstract record RoomReply(long Ref)
{
    /// <summary>It is on disk.</summary>
    /// <param name="Ref">The command's.</param>
    /// <param name="Seq">The event's place in the log; the first one's where the command was a repetition.</param>
    /// <param name="Id">The message's name; null if it is not a message.</param>
    /// <param name="Time">When it was decided; null where a repetition does not know.</param>
    /// <param name="Duplicate">True if it had been done before.</param>
    public sealed record Done(long Ref, long Seq, MessageId? Id, long? Time, bool Duplicate) : RoomReply(Ref);

    /// <summary>The read mark stands here now.</summary>
    public sealed record Marked(long Ref, long Seq) : RoomReply(Ref);

    /// <summary>It was not done; after <see cref="ErrorCode.Unavailable"/> that is not certain.</summary>
    /// <param name="Ref">The command's.</param>
    /// <param name="Code">Why.</param>
    /// <param name="RetryAfter">When to ask again; null where that would change nothing.</param>
    public sealed record Refused(long Ref, ErrorCode Code, TimeSpan? RetryAfter) : RoomReply(Ref);
}
