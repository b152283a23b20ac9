using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Persons and the tokens that keep them signed in.</summary>
internal sealed class People(NpgsqlConnection connection)
{
    private const string AddSql = """
        INSERT INTO users (id, name, avatar, is_guest, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT DO NOTHING
        """;

    // Of two that bring the same identity, the second waits for the first and then finds it there.
    private const string AddIdentitySql = """
        WITH known AS (
            INSERT INTO identities (provider, subject, user_id, union_id, created_at) VALUES ($1, $2, $3, $4, $7)
            ON CONFLICT DO NOTHING RETURNING user_id)
        INSERT INTO users (id, name, avatar, is_guest, created_at, updated_at)
        SELECT user_id, $5, $6, false, $7, $7 FROM known
        """;

    private const string UnionSql = "UPDATE identities SET union_id = $3 WHERE provider = $1 AND subject = $2";

    private const string UpdateSql =
        "UPDATE users SET name = coalesce($2, name), avatar = coalesce($3, avatar), updated_at = $4 WHERE id = $1";

    private const string SeenSql = "UPDATE users SET last_seen = greatest(last_seen, $2) WHERE id = $1";

    // Of two that replace one token, the second waits for the first and then finds it used.
    private const string AddTokenSql = """
        WITH used AS (
            UPDATE refresh_tokens SET used_at = $7 WHERE hash = $6 AND used_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE hash = $1) RETURNING 1)
        INSERT INTO refresh_tokens (hash, family, user_id, expires_at, used_at)
        SELECT $1, $2, $3, $4, $5 WHERE $6 IS NULL OR EXISTS (SELECT 1 FROM used) ON CONFLICT DO NOTHING
        """;

    private const string ExpireSql = "DELETE FROM refresh_tokens WHERE user_id = $1 AND expires_at < $2";

    private const string RevokeSql = "DELETE FROM refresh_tokens WHERE user_id = $1 AND family = $2";

    // Whoever comes in does so at another time than whoever left came in: the sum changes with the rooms.
    private const string MarksSql = """
        SELECT user_id, sum(mark)::bigint FROM (
            SELECT user_id, joined_at AS mark FROM members WHERE user_id = ANY ($1)
            UNION ALL
            SELECT user_id, since FROM blocks WHERE user_id = ANY ($1)) AS marks
        GROUP BY user_id
        """;

    /// <summary>Does the writes for persons among <paramref name="batch"/>, each answered in its place.</summary>
    /// <param name="batch">The whole batch; the others are left alone.</param>
    /// <param name="outcomes">Gets the answers.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task WriteAsync(IReadOnlyList<StoreWrite> batch, StoreOutcome[] outcomes, long now, CancellationToken stop)
    {
        // By person: no two batches lock the same rows in another order. Those of one person keep theirs.
        var commands = Enumerable.Range(0, batch.Count)
            .OrderBy(index => batch[index].LaneKey, StringComparer.Ordinal)
            .Select(index => (index, command: Command(batch[index], now)))
            .Where(pair => pair.command is not null)
            .ToList();
        if (commands.Count == 0)
        {
            return;
        }

        await using var statements = Sql.Batch(connection, commands.SelectMany(pair => With(batch[pair.index], pair.command!, now)));
        await statements.ExecuteNonQueryAsync(stop);
        foreach (var (index, command) in commands)
        {
            outcomes[index] = Outcome(batch[index], command!.RecordsAffected);
        }
    }

    /// <summary>A person; null if there is none of that id.</summary>
    public async Task<UserView?> FindAsync(UserId user, CancellationToken stop)
    {
        await using var batch = Sql.Batch(
            connection, Sql.Command("SELECT name, avatar FROM users WHERE id = $1", Sql.Text(user.Value)));
        await using var row = await batch.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new UserView(user, row.GetString(0), row.TextOrNull(1)) : null;
    }

    /// <summary>For each person a number that changes with the rooms that the person is in, and with whom they block.</summary>
    public async Task<IReadOnlyList<long>> MembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop)
    {
        var marks = new Dictionary<string, long>();
        await using var batch = Sql.Batch(
            connection, Sql.Command(MarksSql, Sql.Texts(users, user => user.Value)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            marks.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return [.. users.Select(user => marks.GetValueOrDefault(user.Value))];
    }

    /// <summary>The token of that hash; null if there is none.</summary>
    public async Task<RefreshToken?> FindTokenAsync(string hash, CancellationToken stop)
    {
        await using var batch = Sql.Batch(
            connection,
            Sql.Command("SELECT family, user_id, expires_at, used_at FROM refresh_tokens WHERE hash = $1", Sql.Text(hash)));
        await using var row = await batch.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new RefreshToken(hash, row.GetString(0), UserId.Parse(row.GetString(1)), row.GetInt64(2), row.NumberOrNull(3))
            : null;
    }

    /// <summary>Who is known elsewhere by that id; null if nobody here is.</summary>
    public async Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop)
    {
        await using var batch = Sql.Batch(
            connection,
            Sql.Command(
                "SELECT user_id, union_id FROM identities WHERE provider = $1 AND subject = $2",
                Sql.Text(provider), Sql.Text(subject)));
        await using var row = await batch.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new ExternalIdentity(provider, subject, UserId.Parse(row.GetString(0)), row.TextOrNull(1))
            : null;
    }

    private static NpgsqlBatchCommand? Command(StoreWrite write, long now) => write switch
    {
        StoreWrite.AddUser add => Sql.Command(
            AddSql, Sql.Text(add.User.Id.Value), Sql.Text(add.User.Name), Sql.Text(add.User.Avatar), Sql.Flag(add.Guest),
            Sql.Number(add.Time)),
        StoreWrite.AddIdentity { Identity: var identity } add => Sql.Command(
            AddIdentitySql, Sql.Text(identity.Provider), Sql.Text(identity.Subject), Sql.Text(identity.User.Value),
            Sql.Text(identity.Union), Sql.Text(add.User.Name), Sql.Text(add.User.Avatar), Sql.Number(add.Time)),
        StoreWrite.SetUnion set => Sql.Command(UnionSql, Sql.Text(set.Provider), Sql.Text(set.Subject), Sql.Text(set.Union)),
        StoreWrite.UpdateUser update => Sql.Command(
            UpdateSql, Sql.Text(update.User.Value), Sql.Text(update.Name), Sql.Text(update.Avatar), Sql.Number(update.Time)),
        StoreWrite.MarkSeen seen => Sql.Command(SeenSql, Sql.Text(seen.User.Value), Sql.Number(seen.Time)),
        StoreWrite.AddRefreshToken { Token: var token } add => Sql.Command(
            AddTokenSql, Sql.Text(token.Hash), Sql.Text(token.Family), Sql.Text(token.User.Value),
            Sql.Number(token.ExpiresAt), Sql.Number(token.UsedAt), Sql.Text(add.Replaces), Sql.Number(now)),
        StoreWrite.RevokeRefreshTokens revoke => Sql.Command(
            RevokeSql, Sql.Text(revoke.User.Value), Sql.Text(revoke.Family)),
        _ => null,
    };

    // The only place where tokens of a person pile up is also where they are cleared away.
    private static IEnumerable<NpgsqlBatchCommand> With(StoreWrite write, NpgsqlBatchCommand command, long now) =>
        write is StoreWrite.AddRefreshToken add
            ? [command, Sql.Command(ExpireSql, Sql.Text(add.Token.User.Value), Sql.Number(now))]
            : [command];

    private static StoreOutcome Outcome(StoreWrite write, long changed) => write switch
    {
        StoreWrite.RevokeRefreshTokens => StoreOutcome.Committed.Instance,
        _ when changed == 1 => StoreOutcome.Committed.Instance,
        StoreWrite.UpdateUser or StoreWrite.MarkSeen or StoreWrite.SetUnion => StoreOutcome.Missing.Instance,
        _ => new StoreOutcome.Conflict(0),
    };
}
