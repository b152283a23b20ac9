namespace AkkaChat.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    [LoggerMessage(4001, LogLevel.Error, "A {Write} for {Key} can't be written and was refused.")]
    private partial void LogUnwritable(Exception exception, string write, string key);
}
