namespace AkkaChat.Server.Auth;

/// <summary>An access token that was just issued.</summary>
/// <param name="Text">The token itself.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal readonly record struct AccessToken(string Text, DateTimeOffset ExpiresAt);
