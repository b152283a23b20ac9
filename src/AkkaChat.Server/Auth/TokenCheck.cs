using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth;

/// <summary>What an access token is worth.</summary>
internal abstract record TokenCheck
{
    /// <summary>It is good.</summary>
    /// <param name="User">Whose it is.</param>
    /// <param name="ExpiresAt">Until when.</param>
    public sealed record Valid(UserId User, DateTimeOffset ExpiresAt) : TokenCheck;

    /// <summary>It was good once (<see cref="ErrorCode.TokenExpired"/>).</summary>
    public sealed record Expired : TokenCheck
    {
        /// <summary>The one instance.</summary>
        public static readonly Expired Instance = new();
    }

    /// <summary>It is none of ours (<see cref="ErrorCode.Unauthorized"/>).</summary>
    public sealed record Invalid : TokenCheck
    {
        /// <summary>The one instance.</summary>
        public static readonly Invalid Instance = new();
    }
}
