namespace AkkaChat.Server.Storage;

internal sealed partial class ReadBatcher<TAsk, TAnswer>
{
    [LoggerMessage(4021, LogLevel.Warning, "The store failed {Count} reads of {Queue}.")]
    private partial void LogFailed(Exception exception, string queue, int count);
}
