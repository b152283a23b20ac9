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
    /// <param name="Code">Why.</param>
    /// <param name="RetryAfter">When it may be; null where that is not a matter of time.</param>
    public sealed record Refused(ErrorCode Code, TimeSpan? RetryAfter = null) : Decision;

    /// <summary>The rules must know something first: look it up, let the state learn it, decide again.</summary>
    public abstract record Needs : Decision;

    /// <summary>They must know that message.</summary>
    public sealed record NeedsMessage(long Seq) : Needs;

    /// <summary>They must know whether somebody has set that reaction.</summary>
    public sealed record NeedsReaction(ReactionKey Reaction) : Needs;

    /// <summary>They must know whether somebody is in a broadcast room.</summary>
    public sealed record NeedsMember(UserId User) : Needs;

    /// <summary>They must know which of two people has blocked the other.</summary>
    public sealed record NeedsBlocks(UserId One, UserId Other) : Needs;

    /// <summary>Somebody comes into a broadcast room or goes out of it, which is no event.</summary>
    public sealed record Follows(bool On) : Decision;

    /// <summary>Somebody wants to hear nothing of the other one, or again, which is no event.</summary>
    public sealed record Blocks(bool On) : Decision;

    /// <summary>A refusal.</summary>
    public static Decision Refuse(ErrorCode code) => new Refused(code);

    /// <summary>A refusal where there is a reason for one.</summary>
    public static Decision? RefuseFor(ErrorCode? code) => code is { } reason ? Refuse(reason) : null;

    /// <summary>One event.</summary>
    public static Decision Accept(RoomEvent single) => new Accepted([single]);
}
