namespace AkkaChat.Server.Auth;

/// <summary>A person.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Avatar">Address of their picture, if any.</param>
internal sealed record UserBody(string Id, string Name, string? Avatar);
