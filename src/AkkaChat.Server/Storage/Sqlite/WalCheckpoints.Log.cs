namespace AkkaChat.Server.Storage.Sqlite;

internal sealed partial class WalCheckpoints
{
    [LoggerMessage(4004, LogLevel.Warning, "The log of the database could not be copied into its file; it grows until that succeeds.")]
    private partial void LogCheckpointFailed(Exception exception);
}
