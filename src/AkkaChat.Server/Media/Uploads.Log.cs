namespace AkkaChat.Server.Media;

internal sealed partial class Uploads
{
    [LoggerMessage(9000, LogLevel.Warning, "A file that was uploaded can't be kept: {Reason}")]
    private partial void LogFailed(string reason);
}
