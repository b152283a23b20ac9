using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Brings a database's schema up to date, forward only: each step once, in order, whole or not at all. Nodes that start
/// together wait for each other.
/// </summary>
internal sealed class PostgresMigrations(IReadOnlyList<Migration> steps, TimeProvider clock)
{
    /// <summary>The advisory lock of whoever changes the schema; any number does that all versions use.</summary>
    public const long LockKey = 0x616B6B6163686174;

    private const string TablesSql = """
        SELECT count(*), count(*) FILTER (WHERE tablename = 'schema_migrations') FROM pg_tables
        WHERE schemaname = current_schema()
        """;

    private const string RecordsSql = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number integer NOT NULL PRIMARY KEY, name text NOT NULL, sha text NOT NULL, applied_at bigint NOT NULL)
        """;

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreStartException">The database is not one of ours, or not one that this program knows.</exception>
    public async Task<int> ApplyAsync(NpgsqlConnection connection, string where, CancellationToken stop)
    {
        // A step may take its time, and so may the node that got the lock first.
        await RunAsync(connection, Sql.Command("SET statement_timeout = 0"), stop);
        await RunAsync(connection, Sql.Command("SELECT pg_advisory_lock($1)", Sql.Number(LockKey)), stop);
        try
        {
            return await ApplyLockedAsync(connection, where, stop);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await RunAsync(connection, Sql.Command("SELECT pg_advisory_unlock($1)", Sql.Number(LockKey)), stop);
                await RunAsync(connection, Sql.Command("RESET statement_timeout"), stop);
            }
        }
    }

    private async Task<int> ApplyLockedAsync(NpgsqlConnection connection, string where, CancellationToken stop)
    {
        await RefuseForeignAsync(connection, where, stop);
        await RunAsync(connection, Sql.Command(RecordsSql), stop);
        var applied = await AppliedAsync(connection, stop);
        for (var index = 0; index < applied.Count; index++)
        {
            if (index >= steps.Count || applied[index].Number != steps[index].Number)
            {
                throw new StoreStartException(
                    $"{where} was written by another version of AkkaChat: it has the schema step {applied[index].Number}, "
                    + "which this program does not know.");
            }

            if (applied[index].Sha != steps[index].Sha)
            {
                throw new StoreStartException(
                    $"The schema step {steps[index].Name} is not the one that was applied to {where}.");
            }
        }

        foreach (var step in steps.Skip(applied.Count))
        {
            await ApplyAsync(connection, step, stop);
        }

        return steps.Count - applied.Count;
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration step, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var script = new NpgsqlCommand(step.Script, connection) { CommandTimeout = 0 };
        await script.ExecuteNonQueryAsync(stop);
        var record = Sql.Command(
            "INSERT INTO schema_migrations (number, name, sha, applied_at) VALUES ($1, $2, $3, $4)",
            Sql.Number(step.Number),
            Sql.Text(step.Name),
            Sql.Text(step.Sha),
            Sql.Number(clock.GetUtcNow().ToUnixTimeMilliseconds()));
        await RunAsync(connection, record, stop);
        await transaction.CommitAsync(stop);
    }

    private static async Task RefuseForeignAsync(NpgsqlConnection connection, string where, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(TablesSql));
        await using var tables = await batch.ExecuteReaderAsync(stop);
        if (await tables.ReadAsync(stop) && tables.GetInt64(0) > 0 && tables.GetInt64(1) == 0)
        {
            throw new StoreStartException($"{where} belongs to another program.");
        }
    }

    private static async Task<List<(int Number, string Sha)>> AppliedAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var applied = new List<(int, string)>();
        await using var batch = Sql.Batch(connection, Sql.Command("SELECT number, sha FROM schema_migrations ORDER BY number"));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            applied.Add((rows.GetInt32(0), rows.GetString(1)));
        }

        return applied;
    }

    private static async Task RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, command);
        batch.Timeout = 0;
        await batch.ExecuteNonQueryAsync(stop);
    }
}
