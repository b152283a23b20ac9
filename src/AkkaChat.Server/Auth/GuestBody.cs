namespace AkkaChat.Server.Auth;

/// <summary>What a guest gives to sign in.</summary>
/// <param name="Name">1 to 64 characters, without controls.</param>
internal sealed record GuestBody(string? Name);
