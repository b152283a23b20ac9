namespace AkkaChat.Server.Http;

/// <summary>Where a forwarded message was said first; describes it only.</summary>
/// <param name="From">Who said it.</param>
/// <param name="Time">When; milliseconds since 1970 UTC.</param>
internal sealed record ForwardBody(string From, long Time);
