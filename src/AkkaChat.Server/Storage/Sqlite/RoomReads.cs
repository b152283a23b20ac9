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
            .Query("""
                SELECT kind, name, is_public, join_rule, last_seq, last_time, message_count, announcement, avatar, mute_all,
                    slow_mode_ms, dissolved FROM rooms WHERE id = ?
                """)
            .Bind(room.Value);
        return row.Step() ? Snapshot(row, room) : null;
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

        var page = new EventPageReader(query);
        ReadInto(page, query);
        if (page.ShowsReactions)
        {
            ReadReactionsInto(page, query);
        }

        return page.Finish(Head(query.Room));
    }

    /// <summary>What is known of a person's reaction to a message.</summary>
    public ReactionFacts Reaction(RoomId room, long target, UserId user, string emoji)
    {
        using var row = session
            .Query("""
                SELECT (SELECT count(*) FROM reaction_counts WHERE room = ?1 AND target = ?2 AND emoji <> ?4), r.is_on, r.seq
                FROM (SELECT 1) LEFT JOIN reactions r ON r.room = ?1 AND r.target = ?2 AND r.user = ?3 AND r.emoji = ?4
                """)
            .Bind(room.Value).Bind(target).Bind(user.Value).Bind(emoji);
        row.Step();
        return new ReactionFacts(row.NumberOrNull(1) is 1, row.NumberOrNull(2), (int)row.Number(0));
    }

    /// <summary>A member; null if that user is not in the room.</summary>
    public MemberFacts? Member(RoomId room, UserId user)
    {
        using var row = session
            .Query($"SELECT {MemberColumns} FROM members WHERE room = ? AND user = ?").Bind(room.Value).Bind(user.Value);
        return row.Step() ? Member(row) : null;
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

    private const string MemberColumns = "user, role, joined_seq, muted_until";
    private const string AllMembersSql = $"SELECT {MemberColumns} FROM members WHERE room = ? ORDER BY user";

    // In the words of the partial index.
    private const string SpecialMembersSql =
        $"SELECT {MemberColumns} FROM members WHERE room = ? AND (role > 1 OR muted_until IS NOT NULL) ORDER BY user";

    private const string Range = "FROM room_events e WHERE e.room = ?1 AND e.seq > ?2 AND e.seq < ?3";
    private const string SelectFolded = $"SELECT {EventRow.FoldedColumns} {Range}";
    private const string SelectAppended = $"SELECT {EventRow.AppendedColumns} {Range}";

    private bool IsMember(RoomId room, UserId user)
    {
        using var row = session.Query("SELECT 1 FROM members WHERE room = ? AND user = ?").Bind(room.Value).Bind(user.Value);
        return row.Step();
    }

    private RoomSnapshot Snapshot(SqliteStatement row, RoomId room)
    {
        var kind = (RoomKind)row.Number(0);
        var settings = new RoomSettings
        {
            Name = row.Text(1),
            IsPublic = row.Number(2) != 0,
            JoinRule = (JoinRule)row.Number(3),
            Announcement = row.TextOrNull(7) ?? "",
            Avatar = row.TextOrNull(8) ?? "",
            MuteAll = row.Number(9) != 0,
            SlowModeMs = row.Number(10),
        };
        return new RoomSnapshot(
            room,
            kind,
            settings.Name,
            settings.IsPublic.Value,
            settings.JoinRule.Value,
            row.Number(4),
            row.Number(5),
            row.Number(6),
            Members(room, kind),
            Recent(room, row.Number(4) - RecentEvents))
        {
            Settings = settings,
            IsDissolved = row.Number(11) != 0,
            Bans = Users("SELECT user FROM bans WHERE room = ? ORDER BY user", room),
            Requests = Users("SELECT user FROM join_requests WHERE room = ? ORDER BY user", room),
            Mutes = Mutes(room, row.Number(5)),
            Blockers = kind == RoomKind.Direct ? new Blocks(session).Between(room) : [],
        };
    }

    // A broadcast room knows only those by heart of whom there is more to know than that they follow it.
    private List<MemberFacts> Members(RoomId room, RoomKind kind)
    {
        var members = new List<MemberFacts>();
        using var rows = session.Query(kind == RoomKind.Broadcast ? SpecialMembersSql : AllMembersSql).Bind(room.Value);
        while (rows.Step())
        {
            members.Add(Member(rows));
        }

        return members;
    }

    private List<UserId> Users(string sql, RoomId room)
    {
        var users = new List<UserId>();
        using var rows = session.Query(sql).Bind(room.Value);
        while (rows.Step())
        {
            users.Add(UserId.Parse(rows.Text(0)));
        }

        return users;
    }

    private Dictionary<UserId, long> Mutes(RoomId room, long time)
    {
        var mutes = new Dictionary<UserId, long>();
        using var rows = session
            .Query("SELECT user, until FROM mutes WHERE room = ? AND until > ?").Bind(room.Value).Bind(time);
        while (rows.Step())
        {
            mutes.Add(UserId.Parse(rows.Text(0)), rows.Number(1));
        }

        return mutes;
    }

    private static MemberFacts Member(SqliteStatement row) =>
        new(UserId.Parse(row.Text(0)), (MemberRole)row.Number(1), row.Number(2), row.NumberOrNull(3));

    private void ReadInto(EventPageReader page, EventQuery query)
    {
        using var rows = session
            .Query(EventsSql(query.Folded, page.IsForward))
            .Bind(query.Room.Value).Bind(query.After ?? 0).Bind(query.Before ?? long.MaxValue).Bind(query.Limit + 1L);
        while (rows.Step() && page.TryAdd(EventRow.Read(rows, query.Room)))
        {
            // The page takes them.
        }
    }

    private void ReadReactionsInto(EventPageReader page, EventQuery query)
    {
        using var rows = session
            .Query("""
                SELECT c.target, c.emoji, c.count, EXISTS (SELECT 1 FROM reactions r
                    WHERE r.room = c.room AND r.target = c.target AND r.user = ?4 AND r.emoji = c.emoji AND r.is_on)
                FROM reaction_counts c WHERE c.room = ?1 AND c.target BETWEEN ?2 AND ?3 ORDER BY c.target, c.first_seq
                """)
            .Bind(query.Room.Value).Bind(page.First).Bind(page.Last).Bind(query.Reader?.Value);
        while (rows.Step())
        {
            page.Add(rows.Number(0), new ReactionView(rows.Text(1), rows.Number(2), rows.Number(3) != 0));
        }
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
