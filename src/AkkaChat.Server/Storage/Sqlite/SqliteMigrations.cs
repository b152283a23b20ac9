namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Brings a database's schema up to date, forward only: each step once, in order, whole or not at all.</summary>
internal sealed class SqliteMigrations(IReadOnlyList<Migration> steps, TimeProvider clock)
{
    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreStartException">The database is not one of ours, or not one that this program knows.</exception>
    public void Apply(SqliteSession session, string path)
    {
        RefuseForeign(session, path);
        session.Execute("""
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha TEXT NOT NULL, applied_at INTEGER NOT NULL
            ) STRICT;
            """);
        var applied = Applied(session);
        for (var index = 0; index < applied.Count; index++)
        {
            if (index >= steps.Count || applied[index].Number != steps[index].Number)
            {
                throw new StoreStartException(
                    $"The database {path} was written by another version of AkkaChat: it has the schema step "
                    + $"{applied[index].Number}, which this program does not know.");
            }

            if (applied[index].Sha != steps[index].Sha)
            {
                throw new StoreStartException(
                    $"The schema step {steps[index].Name} is not the one that was applied to the database {path}.");
            }
        }

        foreach (var step in steps.Skip(applied.Count))
        {
            session.Write(writer =>
            {
                writer.Execute(step.Script);
                return writer
                    .Query("INSERT INTO schema_migrations (number, name, sha, applied_at) VALUES (?, ?, ?, ?)")
                    .Bind(step.Number).Bind(step.Name).Bind(step.Sha).Bind(clock.GetUtcNow().ToUnixTimeMilliseconds())
                    .Run();
            });
        }
    }

    private static void RefuseForeign(SqliteSession session, string path)
    {
        using var tables = session.Query("""
            SELECT count(*), count(*) FILTER (WHERE name = 'schema_migrations') FROM sqlite_schema WHERE type = 'table'
            """);
        if (tables.Step() && tables.Number(0) > 0 && tables.Number(1) == 0)
        {
            throw new StoreStartException($"The database {path} belongs to another program.");
        }
    }

    private static List<(long Number, string Sha)> Applied(SqliteSession session)
    {
        var applied = new List<(long, string)>();
        using var rows = session.Query("SELECT number, sha FROM schema_migrations ORDER BY number");
        while (rows.Step())
        {
            applied.Add((rows.Number(0), rows.Text(1)));
        }

        return applied;
    }
}
