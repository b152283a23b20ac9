using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// Makes what follows from a room's log anew, in one transaction: all of it is cleared, and the log is gone through again. What
/// no log says (read marks, pins, who follows a broadcast room) is kept aside and put back.
/// </summary>
internal sealed class RoomRebuild
{
    /// <summary>Events that are in memory at once.</summary>
    private const int ChunkEvents = 1_000;

    // What belongs to one room and follows from its log alone.
    private static readonly string[] ClearSql =
    [
        "DELETE FROM members WHERE room = ?",
        "DELETE FROM reactions WHERE room = ?",
        "DELETE FROM reaction_counts WHERE room = ?",
        "DELETE FROM mentions WHERE room = ?",
        "DELETE FROM bans WHERE room = ?",
        "DELETE FROM join_requests WHERE room = ?",
        "DELETE FROM mutes WHERE room = ?",

        // 1 is EventKind.Message.
        """
        UPDATE room_events SET folded_body = NULL, recall_seq = NULL, search_id = NULL WHERE room = ? AND kind = 1
            AND (folded_body IS NOT NULL OR recall_seq IS NOT NULL OR search_id IS NOT NULL)
        """,
    ];

    private readonly SqliteSession _session;
    private readonly RoomTally _room;
    private readonly SearchIndex _search;
    private readonly RoomProjection _projection;
    private RoomKind _kind;

    private RoomRebuild(SqliteSession session, RoomId room)
    {
        _session = session;
        _room = new RoomTally(room);
        _search = new SearchIndex(session);
        _projection = new RoomProjection(session, _search);
    }

    private RoomId Room => _room.Room;

    /// <summary>The room whose log comes next behind that of <paramref name="last"/>; null behind the last one.</summary>
    public static RoomId? Next(SqliteSession session, RoomId? last)
    {
        using var row = session
            .Query("SELECT room FROM room_events WHERE room > ? ORDER BY room LIMIT 1").Bind(last?.Value ?? "");
        return row.Step() ? RoomId.Parse(row.Text(0)) : null;
    }

    /// <summary>Does it; to be called within a transaction.</summary>
    public static void Run(SqliteSession session, RoomId room) => new RoomRebuild(session, room).Run();

    private void Run()
    {
        var kept = Kept();
        Clear();
        var followers = kept.ToLookup(member => member.JoinedSeq);
        for (var chunk = Chunk(); chunk.Count > 0; chunk = Chunk())
        {
            foreach (var logged in chunk)
            {
                Apply(logged);
                foreach (var follower in _kind == RoomKind.Broadcast ? followers[logged.Header.Seq] : [])
                {
                    Follow(follower);
                }
            }

            _search.Flush();
        }

        PutBack(kept);
        if (_kind == RoomKind.Broadcast)
        {
            RemoveOthers(kept);
        }

        _room.MemberCount = CountMembers();
        if (!_room.Save(_session, expected: 0))
        {
            throw new InvalidOperationException("the room changed under the only writer");
        }
    }

    private List<KeptMember> Kept()
    {
        var kept = new List<KeptMember>();
        using var rows = _session
            .Query("SELECT user, joined_at, joined_seq, read_seq, pinned, silenced FROM members WHERE room = ?")
            .Bind(Room.Value);
        while (rows.Step())
        {
            kept.Add(new KeptMember(
                UserId.Parse(rows.Text(0)), rows.Number(1), rows.Number(2), rows.Number(3), rows.Number(4) != 0, rows.Number(5) != 0));
        }

        return kept;
    }

    private void Clear()
    {
        _search.RemoveRoom(Room);
        foreach (var sql in ClearSql)
        {
            _session.Query(sql).Bind(Room.Value).Run();
        }
    }

    private List<LoggedEvent> Chunk()
    {
        var chunk = new List<LoggedEvent>();
        using var rows = _session
            .Query($"""
                SELECT {EventRow.AppendedColumns}, e.message_no FROM room_events e
                WHERE e.room = ? AND e.seq > ? ORDER BY e.seq LIMIT ?
                """)
            .Bind(Room.Value).Bind(_room.LastSeq).Bind((long)ChunkEvents);
        while (rows.Step())
        {
            chunk.Add(LoggedEvent.Of(EventRow.ReadHeader(rows, 0), rows.Bytes(6), rows.Number(7)));
        }

        return chunk;
    }

    private void Apply(LoggedEvent logged)
    {
        switch (logged.Event)
        {
            case null:
                _projection.ApplyErased(_room, logged.Header);
                return;
            case RoomEvent.RoomCreated created:
                _kind = created.RoomKind;
                Reset(created);
                break;
            case RoomEvent.MessagePosted posted:
                Reset(posted);
                break;
        }

        _projection.Apply(_room, logged.Event);
    }

    // Where there is no such row the projection makes it.
    private void Reset(RoomEvent.RoomCreated created) => _session
        .Query("""
            UPDATE rooms SET kind = ?2, name = ?3, is_public = ?4, join_rule = ?5, created_at = ?6, created_by = ?7,
                announcement = NULL, avatar = NULL, mute_all = 0, slow_mode_ms = 0, dissolved = 0, last_seq = 0 WHERE id = ?1
            """)
        .Bind(Room.Value).Bind((long)created.RoomKind).Bind(created.Name).Bind(created.IsPublic)
        .Bind((long)created.JoinRule).Bind(created.Time).Bind(created.From.Value)
        .Run();

    // What an erased message was cannot be known any more: its row keeps that as it is.
    private void Reset(RoomEvent.MessagePosted posted) => _session
        .Query("""
            UPDATE room_events SET version = 1, version_seq = ?2, version_hash = ?3 WHERE room = ?1 AND seq = ?2
                AND (version, version_seq, version_hash) IS NOT (1, ?2, ?3)
            """)
        .Bind(Room.Value).Bind(posted.Seq).Bind(ContentHash.Of(posted.Content.Json.Span))
        .Run();

    // Who came in by this very event is no follower. Who did so before, and went without an event, came back as one.
    private void Follow(KeptMember follower) => _session
        .Query("""
            INSERT INTO members (room, user, role, joined_at, joined_seq, read_seq, read_no) VALUES (?1, ?2, 1, ?3, ?4, ?4, ?5)
            ON CONFLICT DO UPDATE SET role = 1, joined_at = ?3, joined_seq = ?4, muted_until = NULL WHERE joined_seq <> ?4
            """)
        .Bind(Room.Value).Bind(follower.User.Value).Bind(follower.JoinedAt).Bind(follower.JoinedSeq).Bind(_room.MessageCount)
        .Run();

    private void PutBack(List<KeptMember> kept)
    {
        foreach (var member in kept)
        {
            _session
                .Query("""
                    UPDATE members SET read_seq = max(read_seq, min(?3, ?4)), pinned = ?5, silenced = ?6 WHERE room = ?1 AND user = ?2
                    """)
                .Bind(Room.Value).Bind(member.User.Value).Bind(member.ReadSeq).Bind(_room.LastSeq).Bind(member.IsPinned)
                .Bind(member.IsSilenced)
                .Run();
        }

        _session
            .Query("""
                UPDATE members SET read_no = (SELECT e.message_no FROM room_events e WHERE e.room = ?1 AND e.seq = members.read_seq)
                WHERE room = ?1
                """)
            .Bind(Room.Value)
            .Run();
    }

    // Who is in a broadcast room is not for its log to say: whoever came in by an event may have gone without one.
    private void RemoveOthers(List<KeptMember> kept)
    {
        foreach (var user in Kept().Select(member => member.User).Except(kept.Select(member => member.User)))
        {
            _session.Query("DELETE FROM members WHERE room = ? AND user = ?").Bind(Room.Value).Bind(user.Value).Run();
        }
    }

    private long CountMembers()
    {
        using var row = _session.Query("SELECT count(*) FROM members WHERE room = ?").Bind(Room.Value);
        return row.Step() ? row.Number(0) : 0;
    }
}
