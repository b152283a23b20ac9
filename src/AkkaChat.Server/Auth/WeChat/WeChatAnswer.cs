using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>What WeChat says to a code.</summary>
internal abstract record WeChatAnswer
{
    /// <summary>Who it is.</summary>
    /// <param name="OpenId">The person's id in this mini program.</param>
    /// <param name="UnionId">The person's id in all programs of the same owner; null if there is none.</param>
    public sealed record Person(string OpenId, string? UnionId) : WeChatAnswer;

    /// <summary>Nobody is signed in by it.</summary>
    /// <param name="Code">Why; a temporary one says that the same code may still be good.</param>
    /// <param name="RetryAfter">When to come again, if that is known.</param>
    public sealed record Refused(ErrorCode Code, TimeSpan? RetryAfter = null) : WeChatAnswer;

    /// <summary>Whether another try with the same code may end otherwise.</summary>
    public bool MayChange => this is Refused { Code: var code } && code.IsTemporary();
}
