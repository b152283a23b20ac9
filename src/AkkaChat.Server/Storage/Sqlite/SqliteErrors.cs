using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Tells a store that can't serve now from a defect of ours, and says the former in a sentence.</summary>
internal static class SqliteErrors
{
    /// <summary>True if the disk, the file or the time is at fault, not the statement.</summary>
    public static bool IsUnavailable(SqliteException exception) => Sentence(exception) is not null;

    /// <summary>True if the connection itself may be spoiled and a new one should take its place.</summary>
    public static bool NeedsReopening(SqliteException exception) => exception.SqliteErrorCode is not
        (raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_INTERRUPT);

    /// <summary>The same failure as the store's callers know it.</summary>
    public static StoreUnavailableException Unavailable(SqliteException exception) =>
        new(Sentence(exception) ?? "The database failed.", exception);

    private static string? Sentence(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "The disk (or the database's size limit) is full.",
        raw.SQLITE_IOERR => "The disk reported an error while the database was read or written.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another program holds the database.",
        raw.SQLITE_CANTOPEN => "The database file can't be opened.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "The database file may not be written.",
        raw.SQLITE_CORRUPT => "The database file is damaged.",
        raw.SQLITE_NOTADB => "The file is not a SQLite database.",
        raw.SQLITE_NOMEM => "There is not enough memory for the database.",
        raw.SQLITE_INTERRUPT => "The query was stopped.",
        _ => null,
    };
}
