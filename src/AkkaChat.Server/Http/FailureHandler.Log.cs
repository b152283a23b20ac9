namespace AkkaChat.Server.Http;

/// <summary>Log lines of failed requests: 7000–7009.</summary>
internal static partial class FailureHandlerLog
{
    [LoggerMessage(7000, LogLevel.Error, "{Method} {Route} failed")]
    public static partial void Failed(ILogger logger, string method, string route, Exception failure);

    [LoggerMessage(7001, LogLevel.Debug, "{Route} answered unavailable: {Reason}")]
    public static partial void Unavailable(ILogger logger, string route, string reason);
}
