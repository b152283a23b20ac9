using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// One connection and its prepared statements; used by one thread. Statements are stepped directly, without ADO.NET's
/// readers and parameters: the write path runs a handful of them for each message.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    // A writer whose log has grown to 256 MiB copies it into the file by itself: then whoever should has failed.
    private const int LastResortPages = 4 * WalCheckpoints.EnoughPages;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    private sqlite3 Handle => _connection.Handle ?? throw new InvalidOperationException("the connection is closed");

    /// <summary>Opens the database, and makes it if it is not there yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cacheKiB">How much of it the connection keeps in memory.</param>
    public static SqliteSession Open(string path, int cacheKiB)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        var session = new SqliteSession(connection);
        try
        {
            connection.Open();

            // A plan does not depend on what is bound; else every statement with a bound LIMIT is compiled anew each time.
            var code = raw.sqlite3_db_config(session.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            SqliteException.ThrowExceptionForRC(code, session.Handle);

            // FULL: an acknowledged message survives the loss of power. secure_delete: recalled content leaves the file.
            // No memory mapping: there a disk error is a signal that kills the process instead of an error code.
            session.Execute($"""
                PRAGMA busy_timeout = 5000;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA secure_delete = ON;
                PRAGMA temp_store = MEMORY;
                PRAGMA mmap_size = 0;
                PRAGMA wal_autocheckpoint = {LastResortPages};
                PRAGMA cache_size = -{cacheKiB};
                PRAGMA journal_size_limit = 67108864;
                """);
            return session;
        }
        catch (SqliteException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Takes a statement, prepared once per connection, for one use.</summary>
    public SqliteStatement Query(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            var code = raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared);
            SqliteException.ThrowExceptionForRC(code, Handle);
            statement = new SqliteStatement(Handle, prepared);
            _statements.Add(sql, statement);
        }

        return statement.Begin();
    }

    /// <summary>Runs a script of statements without parameters.</summary>
    public void Execute(string script)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    /// <summary>Does all of <paramref name="work"/> or, if it throws, none of it.</summary>
    public T Write<T>(Func<SqliteSession, T> work) => InTransaction("BEGIN IMMEDIATE", work);

    /// <summary>Lets <paramref name="work"/> read one state of the database.</summary>
    public T Read<T>(Func<SqliteSession, T> work) => InTransaction("BEGIN", work);

    /// <summary>How many pages this connection has written since it was last asked.</summary>
    public int TakePagesWritten()
    {
        var code = raw.sqlite3_db_status(Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        SqliteException.ThrowExceptionForRC(code, Handle);
        return pages;
    }

    /// <summary>Copies what was committed into the file, as far as nobody must wait for it.</summary>
    /// <returns>How many pages of the log are not copied yet; none if another connection is at it.</returns>
    public int Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out var all, out var copied);
        if (code != raw.SQLITE_BUSY)
        {
            SqliteException.ThrowExceptionForRC(code, Handle);
        }

        return Math.Max(0, all - copied);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Free();
        }

        _statements.Clear();
        _connection.Dispose();
    }

    private T InTransaction<T>(string begin, Func<SqliteSession, T> work)
    {
        Query(begin).Run();
        try
        {
            var result = work(this);
            Query("COMMIT").Run();
            return result;
        }
        finally
        {
            // Some failures end the transaction by themselves; after the others, and after ours, it is still open.
            if (raw.sqlite3_get_autocommit(Handle) == 0)
            {
                _ = raw.sqlite3_exec(Handle, "ROLLBACK");
            }
        }
    }
}
