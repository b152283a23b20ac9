using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Rooms as users see them.</summary>
internal sealed class Conversations(SqliteSession session)
{
    // A message that mentions this user and everybody counts once.
    private const string MentionsSql = """
        SELECT count(*) FROM (
            SELECT seq FROM (SELECT n.seq FROM mentions n WHERE n.room = r.id AND n.user = ?2 AND n.seq > m.read_seq LIMIT ?4)
            UNION
            SELECT seq FROM (SELECT n.seq FROM mentions n WHERE n.room = r.id AND n.user = ?3 AND n.seq > m.read_seq LIMIT ?4)
            LIMIT ?4)
        """;

    private const string ViewSql = $"""
        SELECT r.kind, r.name, r.is_public, r.join_rule, r.announcement, r.avatar, r.last_seq, r.message_count,
            r.member_count, r.updated_at, m.role, m.read_seq, m.read_no, m.pinned, m.silenced,
            p.user, u.name, u.avatar, m.muted_until, r.mute_all, r.slow_mode_ms,
            m.user IS NULL AND EXISTS (SELECT 1 FROM join_requests q WHERE q.room = r.id AND q.user = ?2),
            CASE WHEN m.read_no < r.message_count THEN ({MentionsSql}) ELSE 0 END, {EventRow.FoldedColumns}
        FROM rooms r
        LEFT JOIN members m ON m.room = r.id AND m.user = ?2
        LEFT JOIN members p ON r.kind = 4 AND m.user IS NOT NULL AND p.room = r.id AND p.user <> ?2
        LEFT JOIN users u ON u.id = p.user
        LEFT JOIN room_events e ON m.user IS NOT NULL AND e.room = r.id AND e.seq = r.last_message_seq
        WHERE r.id = ?1 AND r.dissolved = 0
        """;

    // Where the columns of the last message begin in the query above.
    private const int LastColumn = 23;

    /// <summary>A room as <paramref name="viewer"/> sees it; who is not in it sees what is on its door.</summary>
    public RoomView? Find(RoomId room, UserId viewer)
    {
        using var row = session.Query(ViewSql)
            .Bind(room.Value).Bind(viewer.Value).Bind(UserId.Everyone.Value).Bind((long)Limits.MaxMentionsCounted);
        if (!row.Step())
        {
            return null;
        }

        var isMember = !row.IsNull(10);
        var peer = Peer(row);
        return new RoomView
        {
            Id = room,
            Kind = (RoomKind)row.Number(0),
            Name = peer?.Name ?? row.Text(1),
            Peer = peer,
            LastSeq = row.Number(6),
            ReadSeq = isMember ? row.Number(11) : 0,
            Unread = isMember ? Math.Max(0, row.Number(7) - row.Number(12)) : 0,
            Role = isMember ? (MemberRole)row.Number(10) : null,
            Muted = isMember && row.Number(14) != 0,
            Pinned = isMember && row.Number(13) != 0,
            Last = row.IsNull(LastColumn) ? default : EventRow.Read(row, room, LastColumn).Frame,
            UpdatedAt = row.Number(9),
            Announcement = row.TextOrNull(4),
            Avatar = peer is null ? row.TextOrNull(5) : peer.Avatar,
            JoinRule = (JoinRule)row.Number(3),
            MemberCount = row.Number(8),
            IsPublic = row.Number(2) != 0,
            MutedUntil = row.NumberOrNull(18),
            MuteAll = row.Number(19) != 0,
            SlowModeMs = row.Number(20),
            Requested = row.Number(21) != 0,
            MentionUnread = row.Number(22),
        };
    }

    /// <summary>A page of a user's rooms.</summary>
    public ConversationPage List(ConversationQuery query)
    {
        var keys = Keys(query.User, PageCursor.Parse(query.Cursor), query.Limit);
        var shown = keys.Take(query.Limit).ToList();
        var hasMore = keys.Count > shown.Count;
        return new ConversationPage(
            [.. shown.Select(key => Find(key.Room, query.User)!)],
            hasMore ? new PageCursor(shown[^1].UpdatedAt, shown[^1].Room.Value).ToString() : null,
            query.Cursor is null ? [.. keys.Skip(shown.Count).Select(key => (key.Room, key.LastSeq))] : []);
    }

    // A first page needs the keys of all rooms, for its rest; a later one, one more than it shows.
    private List<RoomKey> Keys(UserId user, PageCursor? after, int limit)
    {
        var keys = new List<RoomKey>();
        using var rows = session
            .Query("""
                SELECT r.id, r.last_seq, r.updated_at FROM members m JOIN rooms r ON r.id = m.room
                WHERE m.user = ?1 AND (?2 IS NULL OR r.updated_at < ?2 OR (r.updated_at = ?2 AND r.id > ?3))
                ORDER BY r.updated_at DESC, r.id LIMIT ?4
                """)
            .Bind(user.Value).Bind(after?.Number).Bind(after?.Name).Bind(after is null ? -1 : limit + 1L);
        while (rows.Step())
        {
            keys.Add(new RoomKey(RoomId.Parse(rows.Text(0)), rows.Number(1), rows.Number(2)));
        }

        return keys;
    }

    private static UserView? Peer(SqliteStatement row)
    {
        if (row.TextOrNull(15) is not { } peer)
        {
            return null;
        }

        return new UserView(UserId.Parse(peer), row.TextOrNull(16) ?? peer, row.TextOrNull(17));
    }

    private readonly record struct RoomKey(RoomId Room, long LastSeq, long UpdatedAt);
}
