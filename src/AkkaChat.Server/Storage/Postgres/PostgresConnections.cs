using System.Data;
using System.Globalization;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// The connections to the database: some that read and some that write, so that however many read, no write waits for a
/// connection; and one for upkeep. What fails for the database's sake comes out as <see cref="StoreUnavailableException"/>.
/// </summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    /// <summary>How names of our processes begin.</summary>
    public const string Application = "AkkaChat ";

    /// <summary>A lane whose batch took too long begins the next while the old one is still being called off.</summary>
    private const int WritersPerLane = 2;

    /// <summary>Statements that a connection keeps prepared: more than the store has.</summary>
    private const int PreparedStatements = 96;

    // Everything a writer does is by key. Seen by a planner that has no statistics yet, or old ones, that must stay so; and
    // where there is but one way, it is not looked for anew for each batch.
    private const string WriterPlans =
        "-c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    // A reader's way does not depend on whose room or which words it is either: to look for it anew each time costs more than
    // most pages do. And it must not be one that was found while the tables were small.
    private const string ReaderPlans = "-c jit=off -c enable_seqscan=off -c plan_cache_mode=force_generic_plan";

    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlDataSource _writers;
    private readonly NpgsqlDataSource _upkeep;

    /// <summary>Connections as the settings say; none is made yet.</summary>
    /// <exception cref="StoreStartException">The connection string is none.</exception>
    public PostgresConnections(string connectionString, StorageOptions options, int lanes)
    {
        var shared = Parse(connectionString, options);
        Where = $"PostgreSQL at {shared.Host}:{shared.Port}, database {shared.Database ?? shared.Username}";
        _readers = Source(shared, options.PostgresPoolSize, ReaderPlans);
        _writers = Source(shared, lanes * WritersPerLane, WriterPlans);
        shared.NoResetOnClose = false;
        _upkeep = Source(shared, size: 1, "-c jit=off");
    }

    /// <summary>Which database, for whoever reads a failure; no user, no password.</summary>
    public string Where { get; }

    /// <summary>Reads with one statement, or with several that need not fit together.</summary>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken stop) =>
        OnAsync(_readers, read, stop);

    /// <summary>Reads one state of the database with several statements.</summary>
    public Task<T> ReadOneStateAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken stop) =>
        OnAsync(_readers, connection => InTransactionAsync(connection, IsolationLevel.RepeatableRead, read, stop), stop);

    /// <summary>Does all of <paramref name="write"/> or, if it throws, none of it.</summary>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken stop) =>
        OnAsync(_writers, connection => WriteAsync(connection, write, stop), stop);

    /// <summary>Works on a writing connection without a transaction around it.</summary>
    public Task<T> OnWriterAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken stop) =>
        OnAsync(_writers, work, stop);

    /// <summary>Works on the one connection that is kept for upkeep, and whose settings are undone afterwards.</summary>
    public Task<T> OnUpkeepAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken stop) =>
        OnAsync(_upkeep, work, stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _writers.DisposeAsync();
        await _upkeep.DisposeAsync();
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString, StorageOptions options)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString)
            {

                // Tells one process from another, for whoever looks at the database.
                ApplicationName = string.Create(
                    CultureInfo.InvariantCulture, $"{Application}{Environment.ProcessId}@{Environment.MachineName}"),
                Timeout = Seconds(options.PostgresConnectTimeout),
                CommandTimeout = Seconds(options.PostgresCommandTimeout),
                MaxAutoPrepare = PreparedStatements,
                AutoPrepareMinUsages = 2,
                TcpKeepAlive = true,
                IncludeErrorDetail = false,

                // To undo what nobody set costs the database as much as some messages do. Readers and writers set nothing.
                NoResetOnClose = true,
            };
            settings.Options = string.Create(
                CultureInfo.InvariantCulture,
                $"{settings.Options} -c statement_timeout={options.PostgresCommandTimeout.TotalMilliseconds:F0} -c idle_in_transaction_session_timeout={options.PostgresIdleTransactionTimeout.TotalMilliseconds:F0}");
            return string.IsNullOrWhiteSpace(settings.Host)
                ? throw new StoreStartException($"ConnectionStrings:{PostgresStore.ConnectionName} names no Host.")
                : settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            // What was wrong may be the password itself, so it is not repeated.
            throw new StoreStartException(
                $"ConnectionStrings:{PostgresStore.ConnectionName} is no connection string (such as Host=db;Database=akkachat;Username=akkachat;Password=…).");
        }
    }

    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder shared, int size, string options)
    {
        var settings = new NpgsqlConnectionStringBuilder(shared.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = size,
            Options = $"{shared.Options} {options}",
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static async Task<T> OnAsync<T>(
        NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken stop)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            return await WorkAsync(source, connection, work);
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            throw PostgresErrors.Unavailable(exception);
        }
    }

    private static async Task<T> WorkAsync<T>(
        NpgsqlDataSource source, NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await work(connection);
        }
        catch (Exception exception) when (exception is not (NpgsqlException or OperationCanceledException))
        {
            // A value that can't even be sent leaves the driver believing that the statement was prepared (26000 for
            // whoever uses it next), so this connection must not go back into the pool.
            source.Clear();
            throw;
        }
    }

    private static async Task<T> WriteAsync<T>(
        NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> write, CancellationToken stop)
    {
        try
        {
            return await InTransactionAsync(connection, IsolationLevel.ReadCommitted, write, stop);
        }
        catch (PostgresException exception) when (PostgresErrors.IsWorthAnotherTry(exception))
        {
            return await InTransactionAsync(connection, IsolationLevel.ReadCommitted, write, stop);
        }
    }

    private static async Task<T> InTransactionAsync<T>(
        NpgsqlConnection connection, IsolationLevel isolation, Func<NpgsqlConnection, Task<T>> work, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(isolation, stop);
        var result = await work(connection);
        await transaction.CommitAsync(stop);
        return result;
    }
}
