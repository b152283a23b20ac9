using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Who wants to hear nothing of whom.</summary>
internal sealed class Blocks(NpgsqlConnection connection)
{
    // In one order, so that no two batches wait for each other.
    private const string RemoveSql = """
        DELETE FROM blocks WHERE (user_id, other) IN (
            SELECT b.user_id, b.other FROM unnest($1::text[], $2::text[]) AS gone (user_id, other)
            JOIN blocks b ON b.user_id = gone.user_id AND b.other = gone.other ORDER BY b.user_id, b.other FOR UPDATE OF b)
        """;

    private const string AddSql = """
        INSERT INTO blocks (user_id, other, since)
        SELECT user_id, other, since FROM unnest($1::text[], $2::text[], $3::bigint[]) AS new (user_id, other, since)
        ORDER BY user_id COLLATE "C", other COLLATE "C" ON CONFLICT DO NOTHING
        """;

    private const string BlockersSql = "SELECT user_id FROM blocks WHERE user_id = ANY ($1) AND other = $2 ORDER BY user_id";

    /// <summary>Does the blocks among <paramref name="batch"/>, each answered in its place.</summary>
    public async Task WriteAsync(IReadOnlyList<StoreWrite> batch, StoreOutcome[] outcomes, CancellationToken stop)
    {
        var changes = new RowChanges<(UserId By, UserId Other), long>();
        var any = false;
        for (var index = 0; index < outcomes.Length; index++)
        {
            if (batch[index] is StoreWrite.SetBlock block)
            {
                any = true;
                outcomes[index] = StoreOutcome.Committed.Instance;
                Add(changes, block);
            }
        }

        if (any)
        {
            await using var statements = Sql.Batch(connection, Commands(changes));
            await statements.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Those of <paramref name="people"/> who have blocked <paramref name="whom"/>.</summary>
    public async Task<IReadOnlyList<UserId>> BlockersAsync(IReadOnlyList<UserId> people, UserId whom, CancellationToken stop)
    {
        var blockers = new List<UserId>();
        await using var batch = Sql.Batch(
            connection, Sql.Command(BlockersSql, Sql.Texts(people, user => user.Value), Sql.Text(whom.Value)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            blockers.Add(UserId.Parse(rows.GetString(0)));
        }

        return blockers;
    }

    private static void Add(RowChanges<(UserId By, UserId Other), long> changes, StoreWrite.SetBlock block)
    {
        if (block.On)
        {
            changes.Add((block.By, block.Other), block.Time);
        }
        else
        {
            changes.Remove((block.By, block.Other));
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Commands(RowChanges<(UserId By, UserId Other), long> changes)
    {
        if (changes.Removed.Count > 0)
        {
            yield return Sql.Command(
                RemoveSql, Sql.Texts(changes.Removed, key => key.By.Value), Sql.Texts(changes.Removed, key => key.Other.Value));
        }

        if (changes.Added.Count > 0)
        {
            yield return Sql.Command(
                AddSql,
                Sql.Texts(changes.Added, row => row.Key.By.Value),
                Sql.Texts(changes.Added, row => row.Key.Other.Value),
                Sql.Numbers(changes.Added, row => row.Value));
        }
    }
}
