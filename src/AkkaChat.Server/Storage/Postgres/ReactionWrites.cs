using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Writes what became of reactions.</summary>
internal static class ReactionWrites
{
    private const string RemoveSql = """
        DELETE FROM reactions r USING unnest($1::text[], $2::bigint[]) AS gone (room, target)
        WHERE r.room = gone.room AND r.target = gone.target
        """;

    private const string RemoveCountsSql = """
        DELETE FROM reaction_counts r USING unnest($1::text[], $2::bigint[]) AS gone (room, target)
        WHERE r.room = gone.room AND r.target = gone.target
        """;

    private const string SetSql = """
        INSERT INTO reactions (room, target, user_id, emoji, is_on, seq)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::bigint[])
        ON CONFLICT (room, target, user_id, emoji) DO UPDATE SET is_on = excluded.is_on, seq = excluded.seq
        """;

    private const string CountSql = """
        INSERT INTO reaction_counts (room, target, emoji, count, first_seq)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
        ON CONFLICT (room, target, emoji) DO UPDATE SET count = excluded.count, first_seq = excluded.first_seq
        """;

    private const string UncountSql = """
        DELETE FROM reaction_counts r USING unnest($1::text[], $2::bigint[], $3::text[]) AS gone (room, target, emoji)
        WHERE r.room = gone.room AND r.target = gone.target AND r.emoji = gone.emoji
        """;

    /// <summary>The statements; none if no reaction changed.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Of(ReactionState reactions)
    {
        if (reactions.Removed.Count > 0)
        {
            yield return Removed(RemoveSql, reactions);
            yield return Removed(RemoveCountsSql, reactions);
        }

        if (reactions.Changed.Count > 0)
        {
            yield return Sql.Command(
                SetSql,
                Sql.Texts(reactions.Changed, row => row.Key.Room.Value),
                Sql.Numbers(reactions.Changed, row => row.Key.Target),
                Sql.Texts(reactions.Changed, row => row.Key.User.Value),
                Sql.Texts(reactions.Changed, row => row.Key.Emoji),
                Sql.Flags(reactions.Changed, row => row.Value.IsOn),
                Sql.Numbers(reactions.Changed, row => row.Value.Seq));
        }

        foreach (var command in Counts(reactions))
        {
            yield return command;
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Counts(ReactionState reactions)
    {
        var all = reactions.Counts;
        var none = all.Where(row => row.Count == 0).ToList();
        if (none.Count > 0)
        {
            yield return Sql.Command(
                UncountSql,
                Sql.Texts(none, row => row.Key.Room.Value),
                Sql.Numbers(none, row => row.Key.Target),
                Sql.Texts(none, row => row.Key.Emoji));
        }

        var some = all.Where(row => row.Count > 0).ToList();
        if (some.Count > 0)
        {
            yield return Sql.Command(
                CountSql,
                Sql.Texts(some, row => row.Key.Room.Value),
                Sql.Numbers(some, row => row.Key.Target),
                Sql.Texts(some, row => row.Key.Emoji),
                Sql.Numbers(some, row => row.Count),
                Sql.Numbers(some, row => row.FirstSeq));
        }
    }

    private static NpgsqlBatchCommand Removed(string sql, ReactionState reactions) => Sql.Command(
        sql, Sql.Texts(reactions.Removed, row => row.Room.Value), Sql.Numbers(reactions.Removed, row => row.Target));
}
