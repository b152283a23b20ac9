namespace AkkaChat.Server.Auth;

/// <summary>Log lines of the signing key: 6000–6009.</summary>
internal static partial class SigningKeyLog
{
    [LoggerMessage(6000, LogLevel.Warning, "Others than the owner may read {Path}, which signs access tokens: set its mode to 0600")]
    public static partial void ReadableByOthers(ILogger logger, string path);
}
