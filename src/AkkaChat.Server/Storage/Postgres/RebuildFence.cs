using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Keeps nodes from starting while projections are made anew, and finds out whether some are running.</summary>
internal static class RebuildFence
{
    private const string TakeSql = "SELECT pg_try_advisory_lock($1)";
    private const string LeaveSql = "SELECT pg_advisory_unlock($1)";

    private const string OthersSql = """
        SELECT string_agg(DISTINCT application_name, ', ') FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE $1 || '%'
            AND application_name <> current_setting('application_name')
        """;

    /// <summary>Does <paramref name="work"/> while no node starts.</summary>
    /// <exception cref="StoreStartException">A node runs, or another rebuild.</exception>
    public static async Task<int> HoldAsync(NpgsqlConnection connection, string where, Func<Task> work, CancellationToken stop)
    {
        if (await ScalarAsync(connection, Sql.Command(TakeSql, Sql.Number(PostgresMigrations.LockKey)), stop) is not true)
        {
            throw new StoreStartException($"{where} is being changed by a node that starts, or is rebuilt already.");
        }

        try
        {
            if (await ScalarAsync(connection, Sql.Command(OthersSql, Sql.Text(PostgresConnections.Application)), stop) is string others)
            {
                throw new StoreStartException($"{where} is in use ({others}). Stop all nodes first.");
            }

            await work();
            return 0;
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await ScalarAsync(connection, Sql.Command(LeaveSql, Sql.Number(PostgresMigrations.LockKey)), stop);
            }
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, command);
        return await batch.ExecuteScalarAsync(stop);
    }
}
