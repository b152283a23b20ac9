using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// One use of a prepared statement: bind the parameters in order, then run it or step through its rows. Disposing gives
/// the statement back to its session for the next use, which is what makes it cheap; the session frees it.
/// </summary>
internal sealed class SqliteStatement(sqlite3 connection, sqlite3_stmt statement) : IDisposable
{
    // SQLITE_STMTSTATUS_REPREPARE (sqlite.org/c3ref/c_stmtstatus_counter.html).
    private const int StatusReprepare = 5;

    private int _bound;
    private bool _inUse;

    /// <summary>How often SQLite has compiled it anew by itself.</summary>
    public int Recompilations => raw.sqlite3_stmt_status(statement, StatusReprepare, 0);

    /// <summary>Takes the statement for one use.</summary>
    public SqliteStatement Begin()
    {
        if (_inUse)
        {
            throw new InvalidOperationException("the statement is in use");
        }

        _inUse = true;
        _bound = 0;
        return this;
    }

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(long value) => Checked(raw.sqlite3_bind_int64(statement, ++_bound, value));

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(bool value) => Bind(value ? 1L : 0L);

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(bool? value) => value is { } flag ? Bind(flag) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(string? value) =>
        value is null ? BindNull() : Checked(raw.sqlite3_bind_text(statement, ++_bound, value));

    /// <summary>Binds the next parameter.</summary>
    public SqliteStatement Bind(ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(statement, ++_bound, value));

    /// <summary>Runs the statement to its end and gives it back.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        using (this)
        {
            while (Step())
            {
                // Rows of a statement that is run for its effect (a PRAGMA that answers) are of no interest.
            }

            return raw.sqlite3_changes(connection);
        }
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(code, connection);
        }

        return code == raw.SQLITE_ROW;
    }

    /// <summary>A number of the current row.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A number of the current row, or null.</summary>
    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>A text of the current row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>A text of the current row, or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Bytes of the current row.</summary>
    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>True if the current row has nothing there.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Frees the statement for good.</summary>
    public void Free() => statement.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Their codes repeat the failure of the last step, which was thrown already.
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
        _inUse = false;
    }

    private SqliteStatement BindNull() => Checked(raw.sqlite3_bind_null(statement, ++_bound));

    private SqliteStatement Checked(int code)
    {
        SqliteException.ThrowExceptionForRC(code, connection);
        return this;
    }
}
