namespace AkkaChat.Server.Storage;

internal sealed partial class WriteLane
{
    [LoggerMessage(4011, LogLevel.Warning, "The store failed {Count} writes of {Lane}; their outcome is unknown.")]
    private partial void LogFailed(Exception exception, string lane, int count);

    [LoggerMessage(4012, LogLevel.Warning, "{Count} writes of {Lane} waited too long and were not begun.")]
    private partial void LogTooLate(string lane, int count);
}
