namespace AkkaChat.Server.Auth;

/// <summary>What is given to stay signed in.</summary>
/// <param name="RefreshToken">The newest one that was given out.</param>
internal sealed record RefreshBody(string? RefreshToken);
