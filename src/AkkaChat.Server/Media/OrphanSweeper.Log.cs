namespace AkkaChat.Server.Media;

internal sealed partial class OrphanSweeper
{
    [LoggerMessage(9010, LogLevel.Information, "{Count} files were deleted that nothing showed.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(9011, LogLevel.Warning, "Old files could not be looked through; it is tried again: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(9012, LogLevel.Warning, "The file {Media} could not be deleted; it is tried again: {Reason}")]
    private partial void LogKept(string media, string reason);
}
