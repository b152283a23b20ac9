using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>What the rules make of a command.</summary>
internal abstract record Decision
{
    /// <summary>These events are to be appended.</summary>
    public sealed record Accepted(ImmutableArray<RoomEvent> Events) : Decision;

    /// <summary>It was done before, at that place of the log.</summary>
    public sealed record Repeated(long Seq, MessageId? Id, long? Time) : Decision;

    /// <summary>It may not be done.</summary>
    public sealed record Refused(ErrorCode Code) : Decision;

    /// <summary>The rules must know that message first: look it up, let the state learn it, decide again.</summary>
    public sealed record NeedsMessage(long Seq) : Decision;

    /// <summary>A refusal.</summary>
    public static Decision Refuse(ErrorCode code) => new Refused(code);

    /// <summary>One event.</summary>
    public static Decision Accept(RoomEvent single) => new Accepted([single]);
}
