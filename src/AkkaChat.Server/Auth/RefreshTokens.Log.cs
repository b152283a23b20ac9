using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth;

/// <summary>Log lines of refresh tokens: 6010–6019.</summary>
internal static partial class RefreshTokensLog
{
    [LoggerMessage(6010, LogLevel.Warning, "A replaced refresh token of user {User} came again; its family {Family} ends")]
    public static partial void Reused(ILogger logger, UserId user, string family);
}
