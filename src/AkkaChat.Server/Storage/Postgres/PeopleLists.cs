using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Lists of people, by user id: who may not come in, who asks to, who is blocked.</summary>
internal sealed class PeopleLists(NpgsqlConnection connection)
{
    private const string BansSql = """
        SELECT p.user_id, u.name, u.avatar, p.since FROM bans p LEFT JOIN users u ON u.id = p.user_id
        WHERE p.room = $1 AND p.user_id > $2 ORDER BY p.user_id LIMIT $3
        """;

    private const string RequestsSql = """
        SELECT p.user_id, u.name, u.avatar, p.since FROM join_requests p LEFT JOIN users u ON u.id = p.user_id
        WHERE p.room = $1 AND p.user_id > $2 ORDER BY p.user_id LIMIT $3
        """;

    private const string BlocksSql = """
        SELECT p.other, u.name, u.avatar, p.since FROM blocks p LEFT JOIN users u ON u.id = p.other
        WHERE p.user_id = $1 AND p.other > $2 ORDER BY p.other LIMIT $3
        """;

    /// <summary>Who may not come into a room.</summary>
    public Task<PeoplePage> BansAsync(RoomId room, string after, int limit, CancellationToken stop) =>
        ReadAsync(BansSql, room.Value, after, limit, stop);

    /// <summary>Who asks to come into a room.</summary>
    public Task<PeoplePage> RequestsAsync(RoomId room, string after, int limit, CancellationToken stop) =>
        ReadAsync(RequestsSql, room.Value, after, limit, stop);

    /// <summary>Whom a user has blocked.</summary>
    public Task<PeoplePage> BlocksAsync(UserId user, string after, int limit, CancellationToken stop) =>
        ReadAsync(BlocksSql, user.Value, after, limit, stop);

    private async Task<PeoplePage> ReadAsync(string sql, string owner, string after, int limit, CancellationToken stop)
    {
        var people = new List<PersonView>();
        await using var batch = Sql.Batch(
            connection, Sql.Command(sql, Sql.Text(owner), Sql.Text(after), Sql.Number(limit + 1L)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var id = rows.GetString(0);
            people.Add(new PersonView(
                new UserView(UserId.Parse(id), rows.TextOrNull(1) ?? id, rows.TextOrNull(2)), rows.GetInt64(3)));
        }

        return PeoplePage.Of(people, limit);
    }
}
