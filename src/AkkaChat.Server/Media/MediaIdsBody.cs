namespace AkkaChat.Server.Media;

/// <summary>Which files' addresses are asked for.</summary>
/// <param name="Ids">At most 100.</param>
internal sealed record MediaIdsBody(IReadOnlyList<string>? Ids);
