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
        SELECT id, kind, name, is_public, join_rule, last_seq, last_time, message_count FROM rooms WHERE id = ANY ($1)
        """;

    private const string MembersSql = """
        SELECT room, user_id, role, joined_seq, muted_until FROM members WHERE room = ANY ($1) ORDER BY room, user_id
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
        var members = ids.ToDictionary(room => room.Value, _ => new List<MemberFacts>());
        var recent = ids.ToDictionary(room => room.Value, _ => new List<MessageFacts>());
        var loaded = new Dictionary<RoomId, RoomSnapshot>();
        await using var batch = Sql.Batch(
            connection,
            Sql.Command(RoomsSql, Ids(ids)),
            Sql.Command(MembersSql, Ids(ids)),
            Sql.Command(RecentSql, Ids(ids), Sql.Number(RecentEvents), Sql.Number(RoomSnapshot.MaxRecent)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var room = Snapshot(rows, members[rows.GetString(0)], recent[rows.GetString(0)]);
            loaded.Add(room.Room, room);
        }

        await rows.NextResultAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            members[rows.GetString(0)].Add(new MemberFacts(
                UserId.Parse(rows.GetString(1)), (MemberRole)rows.GetInt32(2), rows.GetInt64(3), rows.NumberOrNull(4)));
        }

        await rows.NextResultAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            recent[rows.GetString(0)].Add(MessageRow.Read(rows, 1));
        }

        return [.. rooms.Select(loaded.GetValueOrDefault)];
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
        var isForward = query.After is not null;
        await using var batch = Sql.Batch(connection, Sql.Command(
            EventsSql(query.Folded, isForward),
            Sql.Text(query.Room.Value),
            Sql.Number(query.After ?? 0),
            Sql.Number(query.Before ?? long.MaxValue),
            Sql.Number(query.Limit + 1L),
            Sql.Text(query.Reader?.Value)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        var events = new List<EventFrame>();
        var (bytes, more, head) = (0L, false, 0L);
        while (!more && await rows.ReadAsync(stop))
        {
            if (!rows.GetBoolean(1))
            {
                return null;
            }

            head = rows.GetInt64(0);
            if (rows.NumberOrNull(EventColumn) is null)
            {
                break;
            }

            var next = EventRow.Read(rows, query.Room, EventColumn);
            bytes += next.Frame.Length;
            more = events.Count == query.Limit || (bytes > query.MaxBytes && events.Count > 0);
            if (!more)
            {
                events.Add(next);
            }
        }

        if (!isForward)
        {
            events.Reverse();
        }

        return new EventPage(events, more, head);
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

    private static string EventsSql(bool isFolded, bool isForward) => (isFolded, isForward) switch
    {
        (true, true) => $"{PageStart} {EventRow.FoldedColumns} {ForwardEnd}",
        (true, false) => $"{PageStart} {EventRow.FoldedColumns} {BackEnd}",
        (false, true) => $"{PageStart} {EventRow.AppendedColumns} {ForwardEnd}",
        (false, false) => $"{PageStart} {EventRow.AppendedColumns} {BackEnd}",
    };

    private static NpgsqlParameter Ids(IReadOnlyCollection<RoomId> rooms) => Sql.Texts(rooms, room => room.Value);

    private static RoomSnapshot Snapshot(NpgsqlDataReader row, List<MemberFacts> members, List<MessageFacts> recent) => new(
        RoomId.Parse(row.GetString(0)),
        (RoomKind)row.GetInt32(1),
        row.GetString(2),
        row.GetBoolean(3),
        (JoinRule)row.GetInt32(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.GetInt64(7),
        members,
        recent);
}
