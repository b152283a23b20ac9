using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>What no log says of a member: kept while the rest is made anew from the log.</summary>
/// <param name="User">Who it is.</param>
/// <param name="JoinedAt">Since when; for whoever follows a broadcast room no event says so.</param>
/// <param name="JoinedSeq">Behind which event they came in, or by it.</param>
/// <param name="ReadSeq">Their read mark.</param>
/// <param name="IsPinned">True if the room is on top of their list.</param>
/// <param name="IsSilenced">True if the room does not disturb them.</param>
internal sealed record KeptMember(
    UserId User, long JoinedAt, long JoinedSeq, long ReadSeq, bool IsPinned, bool IsSilenced);
