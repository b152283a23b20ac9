namespace AkkaChat.Protocol;

/// <summary>Where a forwarded message was said first. The room is not told: whoever reads it may not know that room.</summary>
/// <param name="From">Who said it.</param>
/// <param name="Time">When; milliseconds since 1970 UTC.</param>
public sealed record ForwardOrigin(UserId From, long Time);
