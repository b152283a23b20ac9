using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth;

/// <summary>What became of a refresh token that was handed in.</summary>
internal abstract record RefreshOutcome
{
    /// <summary>It was good; another takes its place.</summary>
    /// <param name="User">Whose it is.</param>
    /// <param name="Token">The new one.</param>
    public sealed record Rotated(UserId User, string Token) : RefreshOutcome;

    /// <summary>It is unknown, expired or was revoked.</summary>
    public sealed record Refused : RefreshOutcome
    {
        /// <summary>The one instance.</summary>
        public static readonly Refused Instance = new();
    }
}
