using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Writes who is mentioned where.</summary>
internal static class MentionWrites
{
    private const string AddSql = """
        INSERT INTO mentions (room, user_id, seq) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING
        """;

    private const string RemoveSql = """
        DELETE FROM mentions m USING unnest($1::text[], $2::text[], $3::bigint[]) AS gone (room, user_id, seq)
        WHERE m.room = gone.room AND m.user_id = gone.user_id AND m.seq = gone.seq
        """;

    /// <summary>The statements; none if nobody is mentioned.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Of(RowChanges<(RoomId Room, UserId User, long Seq), bool> mentions)
    {
        if (mentions.Removed.Count > 0)
        {
            yield return Command(RemoveSql, mentions.Removed);
        }

        if (mentions.Added.Count > 0)
        {
            yield return Command(AddSql, [.. mentions.Added.Select(row => row.Key)]);
        }
    }

    private static NpgsqlBatchCommand Command(string sql, IReadOnlyCollection<(RoomId Room, UserId User, long Seq)> rows) =>
        Sql.Command(
            sql, Sql.Texts(rows, row => row.Room.Value), Sql.Texts(rows, row => row.User.Value), Sql.Numbers(rows, row => row.Seq));
}
