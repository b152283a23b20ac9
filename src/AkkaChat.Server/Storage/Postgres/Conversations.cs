using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Rooms as users see them; the lists of many users are two statements.</summary>
internal sealed class Conversations(NpgsqlConnection connection)
{
    // A message that mentions this user and everybody counts once.
    private const string MentionsSql = """
        SELECT count(*) FROM (
            (SELECT n.seq FROM mentions n WHERE n.room = r.id AND n.user_id = asked.viewer AND n.seq > m.read_seq LIMIT $4)
            UNION
            (SELECT n.seq FROM mentions n WHERE n.room = r.id AND n.user_id = $3 AND n.seq > m.read_seq LIMIT $4)
            LIMIT $4) AS mentioned
        """;

    private const string ViewSql = $"""
        SELECT r.kind, r.name, r.is_public, r.join_rule, r.announcement, r.avatar, r.last_seq, r.message_count,
            r.member_count, r.updated_at, m.role, m.read_seq, m.read_no, m.pinned, m.silenced,
            p.user_id, u.name, u.avatar, asked.place, m.muted_until, r.mute_all, r.slow_mode_ms,
            m.user_id IS NULL AND EXISTS (SELECT 1 FROM join_requests q WHERE q.room = r.id AND q.user_id = asked.viewer OFFSET 0),
            CASE WHEN m.read_no < r.message_count THEN ({MentionsSql}) ELSE 0 END, {EventRow.FoldedColumns}
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (room, viewer, place)
        JOIN rooms r ON r.id = asked.room AND NOT r.dissolved
        LEFT JOIN members m ON m.room = r.id AND m.user_id = asked.viewer
        LEFT JOIN members p ON r.kind = 4 AND m.user_id IS NOT NULL AND p.room = r.id AND p.user_id <> asked.viewer
        LEFT JOIN users u ON u.id = p.user_id
        LEFT JOIN room_events e ON m.user_id IS NOT NULL AND e.room = r.id AND e.seq = r.last_message_seq
        """;

    // A first page needs the keys of all rooms, for its rest (no limit); a later one, one more than it shows.
    private const string KeysSql = """
        SELECT asked.place, found.id, found.last_seq, found.updated_at
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[])
            WITH ORDINALITY AS asked (viewer, time, id, most, place)
        CROSS JOIN LATERAL (SELECT r.id, r.last_seq, r.updated_at FROM members m JOIN rooms r ON r.id = m.room
            WHERE m.user_id = asked.viewer AND (asked.time IS NULL OR r.updated_at < asked.time
                OR (r.updated_at = asked.time AND r.id > asked.id))
            ORDER BY r.updated_at DESC, r.id LIMIT asked.most) AS found
        ORDER BY asked.place, found.updated_at DESC, found.id
        """;

    private const int PlaceColumn = 18;

    // Where the columns of the last message begin in the view.
    private const int LastColumn = 24;

    /// <summary>Rooms as viewers see them, each in its place; who is not in one sees what is on its door.</summary>
    public async Task<IReadOnlyList<RoomView?>> FindAsync(
        IReadOnlyList<(RoomId Room, UserId Viewer)> asked, CancellationToken stop)
    {
        var views = new RoomView?[asked.Count];
        if (views.Length == 0)
        {
            return views;
        }

        await using var batch = Sql.Batch(connection, Sql.Command(
            ViewSql,
            Sql.Texts(asked, pair => pair.Room.Value),
            Sql.Texts(asked, pair => pair.Viewer.Value),
            Sql.Text(UserId.Everyone.Value),
            Sql.Number(Limits.MaxMentionsCounted)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            // Places count from 1.
            var place = (int)rows.GetInt64(PlaceColumn) - 1;
            views[place] ??= View(rows, asked[place].Room);
        }

        return views;
    }

    /// <summary>A page of each user's rooms.</summary>
    public async Task<IReadOnlyList<ConversationPage>> ListAsync(
        IReadOnlyList<ConversationQuery> queries, IReadOnlyList<PageCursor?> cursors, CancellationToken stop)
    {
        var keys = await KeysAsync(queries, cursors, stop);
        var asked = queries
            .SelectMany((query, index) => keys[index].Take(query.Limit).Select(key => (key.Room, query.User)))
            .ToList();
        var views = new Queue<RoomView?>(await FindAsync(asked, stop));
        return [.. queries.Select((query, index) => Page(query, keys[index], views))];
    }

    private static ConversationPage Page(ConversationQuery query, List<RoomKey> keys, Queue<RoomView?> views)
    {
        var shown = keys.Take(query.Limit).ToList();
        var hasMore = keys.Count > shown.Count;
        return new ConversationPage(
            [.. shown.Select(_ => views.Dequeue()!)],
            hasMore ? new PageCursor(shown[^1].UpdatedAt, shown[^1].Room.Value).ToString() : null,
            query.Cursor is null ? [.. keys.Skip(shown.Count).Select(key => (key.Room, key.LastSeq))] : []);
    }

    private async Task<List<RoomKey>[]> KeysAsync(
        IReadOnlyList<ConversationQuery> queries, IReadOnlyList<PageCursor?> cursors, CancellationToken stop)
    {
        List<RoomKey>[] keys = [.. queries.Select(_ => new List<RoomKey>())];
        await using var batch = Sql.Batch(connection, Sql.Command(
            KeysSql,
            Sql.Texts(queries, query => query.User.Value),
            Sql.NumbersOrNull(cursors, cursor => cursor?.Number),
            Sql.Texts(cursors, cursor => cursor?.Name),
            Sql.NumbersOrNull(queries, query => query.Cursor is null ? null : query.Limit + 1L)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            keys[(int)rows.GetInt64(0) - 1].Add(
                new RoomKey(RoomId.Parse(rows.GetString(1)), rows.GetInt64(2), rows.GetInt64(3)));
        }

        return keys;
    }

    private static RoomView View(NpgsqlDataReader row, RoomId room)
    {
        var isMember = !row.IsDBNull(10);
        var peer = Peer(row);
        return new RoomView
        {
            Id = room,
            Kind = (RoomKind)row.GetInt32(0),
            Name = peer?.Name ?? row.GetString(1),
            Peer = peer,
            LastSeq = row.GetInt64(6),
            ReadSeq = isMember ? row.GetInt64(11) : 0,
            Unread = isMember ? Math.Max(0, row.GetInt64(7) - row.GetInt64(12)) : 0,
            Role = isMember ? (MemberRole)row.GetInt32(10) : null,
            Muted = isMember && row.GetBoolean(14),
            Pinned = isMember && row.GetBoolean(13),
            Last = row.IsDBNull(LastColumn) ? default : EventRow.Read(row, room, LastColumn).Frame,
            UpdatedAt = row.GetInt64(9),
            Announcement = row.TextOrNull(4),
            Avatar = peer is null ? row.TextOrNull(5) : peer.Avatar,
            JoinRule = (JoinRule)row.GetInt32(3),
            MemberCount = row.GetInt64(8),
            IsPublic = row.GetBoolean(2),
            MutedUntil = row.NumberOrNull(19),
            MuteAll = row.GetBoolean(20),
            SlowModeMs = row.GetInt64(21),
            Requested = row.GetBoolean(22),
            MentionUnread = row.GetInt64(23),
        };
    }

    private static UserView? Peer(NpgsqlDataReader row) =>
        row.TextOrNull(15) is { } peer
            ? new UserView(UserId.Parse(peer), row.TextOrNull(16) ?? peer, row.TextOrNull(17))
            : null;

    private readonly record struct RoomKey(RoomId Room, long LastSeq, long UpdatedAt);
}
