using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>What rooms and their callers ask: state, log, members. Many rooms are read with as many statements as one.</summary>
internal sealed class RoomReads(NpgsqlConnection connection)
{
    /// <summary>
    /// How far back a waking room looks for its recent messages. Without it a room with many joins and few messages would
    /// read its whole log; what is further back is found by key and by seq.
    /// </summary>
    private const int RecentEvents = 10 * RoomSnapshot.MaxRecent;

    private const string RoomsSql = """
        SELECT id, kind, name, is_public, join_rule, last_seq, last_time, message_count, announcement, avatar, mute_all,
            slow_mode_ms, dissolved FROM rooms WHERE id = ANY ($1)
        """;

    // A broadcast room (3) knows only those by heart of whom there is more to know than that they follow it; in the words of
    // the partial index. OFFSET 0 keeps each lookup a lookup by key.
    private const string MembersSql = """
        SELECT r.id, m.user_id, m.role, m.joined_seq, m.muted_until FROM rooms r
        CROSS JOIN LATERAL (SELECT * FROM members WHERE room = r.id OFFSET 0) AS m
        WHERE r.id = ANY ($1) AND r.kind <> 3
        UNION ALL
        SELECT r.id, m.user_id, m.role, m.joined_seq, m.muted_until FROM rooms r
        CROSS JOIN LATERAL (SELECT * FROM members
            WHERE room = r.id AND (role > 1 OR muted_until IS NOT NULL) OFFSET 0) AS m
        WHERE r.id = ANY ($1) AND r.kind = 3
        ORDER BY 1, 2
        """;

    private const string BansSql = "SELECT room, user_id FROM bans WHERE room = ANY ($1) ORDER BY room, user_id";
    private const string RequestsSql = "SELECT room, user_id FROM join_requests WHERE room = ANY ($1) ORDER BY room, user_id";

    private const string MutesSql = """
        SELECT r.id, m.user_id, m.until FROM rooms r JOIN mutes m ON m.room = r.id AND m.until > r.last_time WHERE r.id = ANY ($1)
        """;

    private const string BlockersSql = """
        SELECT r.id, one.user_id FROM rooms r
        CROSS JOIN LATERAL (SELECT * FROM members WHERE room = r.id OFFSET 0) AS one
        CROSS JOIN LATERAL (SELECT * FROM members WHERE room = r.id AND user_id <> one.user_id OFFSET 0) AS other
        CROSS JOIN LATERAL (SELECT 1 FROM blocks WHERE user_id = one.user_id AND other = other.user_id OFFSET 0) AS blocked
        WHERE r.id = ANY ($1) AND r.kind = 4 ORDER BY r.id, one.user_id
        """;

    private const string RecentSql = $"""
        SELECT r.id, {MessageRow.Columns} FROM rooms r
        CROSS JOIN LATERAL (SELECT * FROM room_events e
            WHERE e.room = r.id AND e.seq > r.last_seq - $2 AND e.kind = 1 ORDER BY e.seq DESC LIMIT $3) AS found
        WHERE r.id = ANY ($1) ORDER BY r.id, found.seq
        """;

    private const string HeadsSql = "SELECT id, last_seq FROM rooms WHERE id = ANY ($1)";

    // One statement sees one state: who may read, the page, and the head it is a page of.
    private const string PageStart = """
        SELECT asked.last_seq, asked.may_read, e.* FROM (SELECT
            coalesce((SELECT last_seq FROM rooms WHERE id = $1), 0) AS last_seq,
            $5 IS NULL OR EXISTS (SELECT 1 FROM members WHERE room = $1 AND user_id = $5) AS may_read) AS asked
        LEFT JOIN LATERAL (SELECT
        """;

    private const string PageMiddle = """
        FROM room_events e WHERE asked.may_read AND e.room = $1 AND e.seq > $2 AND e.seq < $3 ORDER BY e.seq
        """;

    private const string ForwardEnd = $"{PageMiddle} LIMIT $4) AS e ON true ORDER BY e.seq";
    private const string BackEnd = $"{PageMiddle} DESC LIMIT $4) AS e ON true ORDER BY e.seq DESC";

    private const string ReactionSql = """
        SELECT (SELECT count(*) FROM reaction_counts WHERE room = $1 AND target = $2 AND emoji <> $4), coalesce(r.is_on, false),
            r.seq
        FROM (SELECT 1) AS one LEFT JOIN reactions r ON r.room = $1 AND r.target = $2 AND r.user_id = $3 AND r.emoji = $4
        """;

    // The log has no gaps, so the places of a page are known without reading it. OFFSET 0: one lookup for each kind of
    // reaction, and never all that the reader ever set.
    private const string ReactionsStart = """
        SELECT c.target, c.emoji, c.count, EXISTS (SELECT 1 FROM reactions r
            WHERE r.room = c.room AND r.target = c.target AND r.user_id = $4 AND r.emoji = c.emoji AND r.is_on OFFSET 0)
        FROM reaction_counts c WHERE c.room = $1
        """;

    private const string ReactionsForwardSql =
        $"{ReactionsStart} AND c.target >= $2 AND c.target <= $3 ORDER BY c.target, c.first_seq";

    private const string ReactionsBackSql = $"""
        {ReactionsStart} AND c.target < $2
            AND c.target >= least($2, (SELECT last_seq FROM rooms WHERE id = $1) + 1) - $3 ORDER BY c.target, c.first_seq
        """;

    private const string MemberPageSql = """
        SELECT m.user_id, u.name, u.avatar, m.role, m.joined_at, m.muted_until
        FROM members m LEFT JOIN users u ON u.id = m.user_id
        WHERE m.room = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3
        """;

    // Where the columns of the event begin in a page.
    private const int EventColumn = 2;

    /// <summary>What rooms need to wake up; null where there is none.</summary>
    public async Task<IReadOnlyList<RoomSnapshot?>> LoadAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop)
    {
        var ids = rooms.Distinct().ToList();
        var loaded = new Dictionary<string, RoomSnapshotReader>();
        await using var batch = Sql.Batch(
            connection,
            Sql.Command(RoomsSql, Ids(ids)),
            Sql.Command(MembersSql, Ids(ids)),
            Sql.Command(RecentSql, Ids(ids), Sql.Number(RecentEvents), Sql.Number(RoomSnapshot.MaxRecent)),
            Sql.Command(BansSql, Ids(ids)),
            Sql.Command(RequestsSql, Ids(ids)),
            Sql.Command(MutesSql, Ids(ids)),
            Sql.Command(BlockersSql, Ids(ids)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            loaded.Add(rows.GetString(0), new RoomSnapshotReader(rows));
        }

        await EachAsync(room => room.AddMember(rows));
        await EachAsync(room => room.AddRecent(rows));
        await EachAsync(room => room.AddBan(rows));
        await EachAsync(room => room.AddRequest(rows));
        await EachAsync(room => room.AddMute(rows));
        await EachAsync(room => room.AddBlocker(rows));
        return [.. rooms.Select(room => loaded.GetValueOrDefault(room.Value)?.Snapshot)];

        async Task EachAsync(Action<RoomSnapshotReader> add)
        {
            await rows.NextResultAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                add(loaded[rows.GetString(0)]);
            }
        }
    }

    /// <summary>The newest <c>seq</c> of each room, 0 where there is no such room.</summary>
    public async Task<IReadOnlyList<long>> HeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop)
    {
        var heads = new Dictionary<string, long>();
        await using var batch = Sql.Batch(connection, Sql.Command(HeadsSql, Ids(rooms)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            heads.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return [.. rooms.Select(room => heads.GetValueOrDefault(room.Value))];
    }

    /// <summary>A page of events; null where the reader is not a member.</summary>
    public async Task<EventPage?> EventsAsync(EventQuery query, CancellationToken stop)
    {
        var page = new EventPageReader(query);
        await using var batch = Sql.Batch(connection, PageCommands(query, page.IsForward));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        var head = 0L;
        while (await rows.ReadAsync(stop))
        {
            if (!rows.GetBoolean(1))
            {
                return null;
            }

            head = rows.GetInt64(0);
            if (rows.NumberOrNull(EventColumn) is null || !page.TryAdd(EventRow.Read(rows, query.Room, EventColumn)))
            {
                break;
            }
        }

        if (page.ShowsReactions)
        {
            await rows.NextResultAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                page.Add(rows.GetInt64(0), new ReactionView(rows.GetString(1), rows.GetInt64(2), rows.GetBoolean(3)));
            }
        }

        return page.Finish(head);
    }

    /// <summary>What is known of a person's reaction to a message.</summary>
    public async Task<ReactionFacts> ReactionAsync(
        RoomId room, long target, UserId user, string emoji, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(
            ReactionSql, Sql.Text(room.Value), Sql.Number(target), Sql.Text(user.Value), Sql.Text(emoji)));
        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return new ReactionFacts(row.GetBoolean(1), row.NumberOrNull(2), (int)row.GetInt64(0));
    }

    /// <summary>A member; null if that user is not in the room.</summary>
    public async Task<MemberFacts?> MemberAsync(RoomId room, UserId user, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(
            "SELECT role, joined_seq, muted_until FROM members WHERE room = $1 AND user_id = $2",
            Sql.Text(room.Value),
            Sql.Text(user.Value)));
        await using var row = await batch.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new MemberFacts(user, (MemberRole)row.GetInt32(0), row.GetInt64(1), row.NumberOrNull(2))
            : null;
    }

    /// <summary>The facts of a message; null if there is none at that place.</summary>
    public async Task<MessageFacts?> MessageAsync(RoomId room, long seq, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(
            $"SELECT {MessageRow.Columns} FROM room_events found WHERE room = $1 AND seq = $2 AND kind = 1",
            Sql.Text(room.Value),
            Sql.Number(seq)));
        await using var row = await batch.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? MessageRow.Read(row, 0) : null;
    }

    /// <summary>A page of members, by user id.</summary>
    public async Task<MemberPage> MemberPageAsync(RoomId room, string after, int limit, CancellationToken stop)
    {
        var members = new List<MemberView>();
        await using var batch = Sql.Batch(
            connection, Sql.Command(MemberPageSql, Sql.Text(room.Value), Sql.Text(after), Sql.Number(limit + 1L)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            if (members.Count == limit)
            {
                return new MemberPage(members, new PageCursor(0, members[^1].User.Id.Value).ToString());
            }

            var user = rows.GetString(0);
            members.Add(new MemberView(
                new UserView(UserId.Parse(user), rows.TextOrNull(1) ?? user, rows.TextOrNull(2)),
                (MemberRole)rows.GetInt32(3),
                rows.GetInt64(4),
                rows.NumberOrNull(5)));
        }

        return new MemberPage(members, null);
    }

    /// <summary>Who has read up to a <c>seq</c>.</summary>
    public async Task<ReceiptList> ReceiptsAsync(RoomId room, long seq, CancellationToken stop)
    {
        var read = new List<UserId>();
        var unread = new List<UserId>();
        await using var batch = Sql.Batch(connection, Sql.Command(
            "SELECT user_id, read_seq >= $2 FROM members WHERE room = $1 ORDER BY user_id",
            Sql.Text(room.Value),
            Sql.Number(seq)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            (rows.GetBoolean(1) ? read : unread).Add(UserId.Parse(rows.GetString(0)));
        }

        return new ReceiptList(read, unread);
    }

    private static IEnumerable<NpgsqlBatchCommand> PageCommands(EventQuery query, bool isForward)
    {
        var before = query.Before ?? long.MaxValue;
        yield return Sql.Command(
            EventsSql(query.Folded, isForward),
            Sql.Text(query.Room.Value),
            Sql.Number(query.After ?? 0),
            Sql.Number(before),
            Sql.Number(query.Limit + 1L),
            Sql.Text(query.Reader?.Value));
        if (query is { Folded: true, After: { } after })
        {
            yield return Reactions(ReactionsForwardSql, query, after, Math.Max(after, after + query.Limit));
        }
        else if (query.Folded)
        {
            yield return Reactions(ReactionsBackSql, query, before, query.Limit);
        }
    }

    private static NpgsqlBatchCommand Reactions(string sql, EventQuery query, long second, long third) => Sql.Command(
        sql, Sql.Text(query.Room.Value), Sql.Number(second), Sql.Number(third), Sql.Text(query.Reader?.Value));

    private static string EventsSql(bool isFolded, bool isForward) => (isFolded, isForward) switch
    {
        (true, true) => $"{PageStart} {EventRow.FoldedColumns} {ForwardEnd}",
        (true, false) => $"{PageStart} {EventRow.FoldedColumns} {BackEnd}",
        (false, true) => $"{PageStart} {EventRow.AppendedColumns} {ForwardEnd}",
        (false, false) => $"{PageStart} {EventRow.AppendedColumns} {BackEnd}",
    };

    private static NpgsqlParameter Ids(IReadOnlyCollection<RoomId> rooms) => Sql.Texts(rooms, room => room.Value);
}
