using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Lists of people, by user id: who may not come in, who asks to, who is blocked.</summary>
internal sealed class PeopleLists(SqliteSession session)
{
    private const string Named = "SELECT p.id, u.name, u.avatar, p.since FROM";
    private const string Page = "p LEFT JOIN users u ON u.id = p.id WHERE p.id > ?2 ORDER BY p.id LIMIT ?3";

    private const string BansSql = $"{Named} (SELECT user AS id, since FROM bans WHERE room = ?1) {Page}";
    private const string RequestsSql = $"{Named} (SELECT user AS id, since FROM join_requests WHERE room = ?1) {Page}";
    private const string BlocksSql = $"{Named} (SELECT other AS id, since FROM blocks WHERE user = ?1) {Page}";

    /// <summary>Who may not come into a room.</summary>
    public PeoplePage Bans(RoomId room, string? cursor, int limit) => Read(BansSql, room.Value, cursor, limit);

    /// <summary>Who asks to come into a room.</summary>
    public PeoplePage Requests(RoomId room, string? cursor, int limit) => Read(RequestsSql, room.Value, cursor, limit);

    /// <summary>Whom a user has blocked.</summary>
    public PeoplePage Blocks(UserId user, string? cursor, int limit) => Read(BlocksSql, user.Value, cursor, limit);

    private PeoplePage Read(string sql, string owner, string? cursor, int limit)
    {
        var people = new List<PersonView>();
        var after = PageCursor.Parse(cursor)?.Name ?? ""; // first: a statement that is begun must be ended
        using var rows = session.Query(sql).Bind(owner).Bind(after).Bind(limit + 1L);
        while (rows.Step())
        {
            var id = rows.Text(0);
            people.Add(new PersonView(
                new UserView(UserId.Parse(id), rows.TextOrNull(1) ?? id, rows.TextOrNull(2)), rows.Number(3)));
        }

        return PeoplePage.Of(people, limit);
    }
}
