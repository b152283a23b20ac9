namespace AkkaChat.Server.Storage.Postgres;

internal sealed partial class SearchUpkeep
{
    [LoggerMessage(4003, LogLevel.Warning, "New terms can't be merged into the search index; it is tried again, and searches take longer meanwhile.")]
    private partial void LogMergeFailed(Exception exception);
}
