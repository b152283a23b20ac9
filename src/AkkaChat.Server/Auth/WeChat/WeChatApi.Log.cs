namespace AkkaChat.Server.Auth.WeChat;

/// <summary>Log lines of asking WeChat: 6020–6029. Neither codes nor ids of people.</summary>
internal static partial class WeChatApiLog
{
    [LoggerMessage(6020, LogLevel.Warning, "WeChat did not say who a code belongs to; instead there was {Got}")]
    public static partial void NoAnswer(ILogger logger, string got);

    [LoggerMessage(6021, LogLevel.Error, "WeChat refuses this server with its error {Number}; are app id and secret right?")]
    public static partial void Refused(ILogger logger, int number);
}
