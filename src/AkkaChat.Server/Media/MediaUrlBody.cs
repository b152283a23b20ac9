namespace AkkaChat.Server.Media;

/// <summary>An address that leads to a file without a token, for a while.</summary>
/// <param name="Id">Which file.</param>
/// <param name="Url">The address.</param>
/// <param name="Thumb">That of its small picture; null if there is none.</param>
/// <param name="ExpiresAt">Until when both are good; milliseconds since 1970 UTC.</param>
internal sealed record MediaUrlBody(string Id, string Url, string? Thumb, long ExpiresAt);
