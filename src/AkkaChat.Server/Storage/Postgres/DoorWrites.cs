using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Writes who may not come in, who asks to, and who may not speak.</summary>
internal static class DoorWrites
{
    private const string UnbanSql = """
        DELETE FROM bans b USING unnest($1::text[], $2::text[]) AS gone (room, user_id)
        WHERE b.room = gone.room AND b.user_id = gone.user_id
        """;

    private const string BanSql = """
        INSERT INTO bans (room, user_id, since, by_user)
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) ON CONFLICT DO NOTHING
        """;

    private const string AnsweredSql = """
        DELETE FROM join_requests q USING unnest($1::text[], $2::text[]) AS gone (room, user_id)
        WHERE q.room = gone.room AND q.user_id = gone.user_id
        """;

    private const string RequestSql = """
        INSERT INTO join_requests (room, user_id, since)
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING
        """;

    private const string UnmuteSql = """
        DELETE FROM mutes m USING unnest($1::text[], $2::text[]) AS gone (room, user_id)
        WHERE m.room = gone.room AND m.user_id = gone.user_id
        """;

    private const string MuteSql = """
        INSERT INTO mutes (room, user_id, until) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
        """;

    // What a room that is over has no more.
    private static readonly string[] DissolveSql =
    [
        "DELETE FROM members WHERE room = ANY ($1)",
        "DELETE FROM bans WHERE room = ANY ($1)",
        "DELETE FROM join_requests WHERE room = ANY ($1)",
        "DELETE FROM mutes WHERE room = ANY ($1)",
    ];

    /// <summary>Empties rooms that are over; to be done before anything else is written of their people.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Dissolved(IEnumerable<RoomTally> rooms)
    {
        var over = rooms.Where(room => room.IsDissolvedNow).ToList();
        return over.Count == 0 ? [] : DissolveSql.Select(sql => Sql.Command(sql, Sql.Texts(over, room => room.Room.Value)));
    }

    /// <summary>The statements; none if nobody's state changed.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Of(BatchState state)
    {
        if (state.Bans.Removed.Count > 0)
        {
            yield return Sql.Command(UnbanSql, Keys(state.Bans.Removed));
        }

        if (state.Bans.Added.Count > 0)
        {
            yield return Sql.Command(
                BanSql,
                [
                    .. Keys([.. state.Bans.Added.Select(row => row.Key)]),
                    Sql.Numbers(state.Bans.Added, row => row.Value.Since),
                    Sql.Texts(state.Bans.Added, row => row.Value.By.Value),
                ]);
        }

        if (state.Requests.Removed.Count > 0)
        {
            yield return Sql.Command(AnsweredSql, Keys(state.Requests.Removed));
        }

        if (state.Requests.Added.Count > 0)
        {
            yield return Sql.Command(
                RequestSql,
                [
                    .. Keys([.. state.Requests.Added.Select(row => row.Key)]),
                    Sql.Numbers(state.Requests.Added, row => row.Value),
                ]);
        }

        if (state.Mutes.Removed.Count > 0)
        {
            yield return Sql.Command(UnmuteSql, Keys(state.Mutes.Removed));
        }

        if (state.Mutes.Added.Count > 0)
        {
            yield return Sql.Command(
                MuteSql,
                [.. Keys([.. state.Mutes.Added.Select(row => row.Key)]), Sql.Numbers(state.Mutes.Added, row => row.Value)]);
        }
    }

    private static NpgsqlParameter[] Keys(IReadOnlyCollection<(RoomId Room, UserId User)> keys) =>
        [Sql.Texts(keys, key => key.Room.Value), Sql.Texts(keys, key => key.User.Value)];
}
