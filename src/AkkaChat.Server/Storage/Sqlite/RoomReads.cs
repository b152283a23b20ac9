using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>What rooms and their callers ask about one room: its state, its log, its members.</summary>
internal sealed class RoomReads(SqliteSession session)
{
    /// <summary>
    /// How far back a waking room looks for its recent messages. Without it a room with many joins and few messages would
    /// read its whole log; what is further back is found by key and by seq.
    /// </summary>
    private const int RecentEvents = 10 * RoomSnapshot.MaxRecent;

    /// <summary>What a room needs to wake up; null if there is none.</summary>
    public RoomSnapshot? Load(RoomId room)
    {
        using var row = session
            .Query("SELECT kind, name, is_public, join_rule, last_seq, last_time, message_count FROM rooms WHERE id = ?")
            .Bind(room.Value);
        return row.Step()
            ? new RoomSnapshot(
                room,
                (RoomKind)row.Number(0),
                row.Text(1),
                row.Number(2) != 0,
                (JoinRule)row.Number(3),
                row.Number(4),
                row.Number(5),
                row.Number(6),
                Members(room),
                Recent(room, row.Number(4) - RecentEvents))
            : null;
    }

    /// <summary>The newest <c>seq</c>, 0 where there is no such room.</summary>
    public long Head(RoomId room)
    {
        using var row = session.Query("SELECT last_seq FROM rooms WHERE id = ?").Bind(room.Value);
        return row.Step() ? row.Number(0) : 0;
    }

    /// <summary>A page of events; null where the reader is not a member.</summary>
    public EventPage? Events(EventQuery query)
    {
        if (query.Reader is { } reader && !IsMember(query.Room, reader))
        {
            return null;
        }

        var isForward = query.After is not null;
        var events = new List<EventFrame>();
        var bytes = 0L;
        var more = false;
        using var rows = session
            .Query(EventsSql(query.Folded, isForward))
            .Bind(query.Room.Value).Bind(query.After ?? 0).Bind(query.Before ?? long.MaxValue).Bind(query.Limit + 1L);
        while (rows.Step())
        {
            var next = EventRow.Read(rows, query.Room);
            bytes += next.Frame.Length;
            more = events.Count == query.Limit || (bytes > query.MaxBytes && events.Count > 0);
            if (more)
            {
                break;
            }

            events.Add(next);
        }

        if (!isForward)
        {
            events.Reverse();
        }

        return new EventPage(events, more, Head(query.Room));
    }

    /// <summary>The facts of a message; null if there is none at that place.</summary>
    public MessageFacts? Message(RoomId room, long seq)
    {
        using var row = session
            .Query($"SELECT {MessageRow.Columns} FROM room_events WHERE room = ? AND seq = ? AND kind = 1")
            .Bind(room.Value).Bind(seq);
        return row.Step() ? MessageRow.Read(row, 0) : null;
    }

    /// <summary>A page of members, by user id.</summary>
    public MemberPage MemberPage(RoomId room, string? cursor, int limit)
    {
        var members = new List<MemberView>();
        var after = PageCursor.Parse(cursor)?.Name ?? "";
        using var rows = session
            .Query("""
                SELECT m.user, u.name, u.avatar, m.role, m.joined_at, m.muted_until
                FROM members m LEFT JOIN users u ON u.id = m.user
                WHERE m.room = ? AND m.user > ? ORDER BY m.user LIMIT ?
                """)
            .Bind(room.Value).Bind(after).Bind(limit + 1L);
        while (rows.Step())
        {
            if (members.Count == limit)
            {
                return new MemberPage(members, new PageCursor(0, members[^1].User.Id.Value).ToString());
            }

            var user = rows.Text(0);
            members.Add(new MemberView(
                new UserView(UserId.Parse(user), rows.TextOrNull(1) ?? user, rows.TextOrNull(2)),
                (MemberRole)rows.Number(3),
                rows.Number(4),
                rows.NumberOrNull(5)));
        }

        return new MemberPage(members, null);
    }

    /// <summary>Who has read up to a <c>seq</c>.</summary>
    public ReceiptList Receipts(RoomId room, long seq)
    {
        var read = new List<UserId>();
        var unread = new List<UserId>();
        using var rows = session
            .Query("""
                SELECT user, read_seq >= ?2 FROM members WHERE room = ?1 ORDER BY user
                """)
            .Bind(room.Value).Bind(seq);
        while (rows.Step())
        {
            (rows.Number(1) != 0 ? read : unread).Add(UserId.Parse(rows.Text(0)));
        }

        return new ReceiptList(read, unread);
    }

    private static string EventsSql(bool isFolded, bool isForward) => (isFolded, isForward) switch
    {
        (true, true) => $"{SelectFolded} ORDER BY e.seq LIMIT ?4",
        (true, false) => $"{SelectFolded} ORDER BY e.seq DESC LIMIT ?4",
        (false, true) => $"{SelectAppended} ORDER BY e.seq LIMIT ?4",
        (false, false) => $"{SelectAppended} ORDER BY e.seq DESC LIMIT ?4",
    };

    private const string Range = "FROM room_events e WHERE e.room = ?1 AND e.seq > ?2 AND e.seq < ?3";
    private const string SelectFolded = $"SELECT {EventRow.FoldedColumns} {Range}";
    private const string SelectAppended = $"SELECT {EventRow.AppendedColumns} {Range}";

    private bool IsMember(RoomId room, UserId user)
    {
        using var row = session.Query("SELECT 1 FROM members WHERE room = ? AND user = ?").Bind(room.Value).Bind(user.Value);
        return row.Step();
    }

    private List<MemberFacts> Members(RoomId room)
    {
        var members = new List<MemberFacts>();
        using var rows = session
            .Query("SELECT user, role, joined_seq, muted_until FROM members WHERE room = ? ORDER BY user")
            .Bind(room.Value);
        while (rows.Step())
        {
            members.Add(new MemberFacts(UserId.Parse(rows.Text(0)), (MemberRole)rows.Number(1), rows.Number(2), rows.NumberOrNull(3)));
        }

        return members;
    }

    private List<MessageFacts> Recent(RoomId room, long after)
    {
        var recent = new List<MessageFacts>();
        using var rows = session
            .Query($"""
                SELECT {MessageRow.Columns} FROM room_events
                WHERE room = ? AND seq > ? AND kind = 1 ORDER BY seq DESC LIMIT ?
                """)
            .Bind(room.Value).Bind(after).Bind((long)RoomSnapshot.MaxRecent);
        while (rows.Step())
        {
            recent.Add(MessageRow.Read(rows, 0));
        }

        recent.Reverse();
        return recent;
    }
}
