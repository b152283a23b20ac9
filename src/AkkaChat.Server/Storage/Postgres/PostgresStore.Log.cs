namespace AkkaChat.Server.Storage.Postgres;

internal sealed partial class PostgresStore
{
    [LoggerMessage(4002, LogLevel.Error, "A {Write} for {Key} can't be written and was refused.")]
    private partial void LogUnwritable(Exception exception, string write, string key);
}
