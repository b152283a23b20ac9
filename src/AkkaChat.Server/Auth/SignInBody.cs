namespace AkkaChat.Server.Auth;

/// <summary>What somebody gets who is signed in.</summary>
/// <param name="Token">The access token.</param>
/// <param name="ExpiresAt">Until when it is good; milliseconds since 1970 UTC.</param>
/// <param name="RefreshToken">Gets the next access token, once.</param>
/// <param name="User">Who it is.</param>
internal sealed record SignInBody(string Token, long ExpiresAt, string RefreshToken, UserBody User);
