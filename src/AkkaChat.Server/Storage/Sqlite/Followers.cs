namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Who follows a broadcast room: a membership without an event.</summary>
internal sealed class Followers(SqliteSession session)
{
    /// <summary>Lets one in or out.</summary>
    public StoreOutcome Set(StoreWrite.Follow follow)
    {
        var changed = follow.On ? ComeIn(follow) : GoOut(follow);
        if (changed > 0)
        {
            session.Query("UPDATE rooms SET member_count = member_count + ? WHERE id = ?")
                .Bind(follow.On ? 1L : -1L).Bind(follow.Room.Value).Run();
        }

        return changed > 0 || StandsAsAsked(follow) ? StoreOutcome.Committed.Instance : StoreOutcome.Missing.Instance;
    }

    // 3 is RoomKind.Broadcast, 1 is MemberRole.Member. Whoever was banned meanwhile stays out, whatever the asker believed.
    private int ComeIn(StoreWrite.Follow follow) => session
        .Query("""
            INSERT INTO members (room, user, role, joined_at, joined_seq, read_seq, read_no)
            SELECT r.id, ?2, 1, ?3, r.last_seq, r.last_seq, r.message_count FROM rooms r
            WHERE r.id = ?1 AND r.kind = 3 AND r.dissolved = 0
                AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.room = r.id AND b.user = ?2)
            ON CONFLICT DO NOTHING
            """)
        .Bind(follow.Room.Value).Bind(follow.User.Value).Bind(follow.Time)
        .Run();

    private int GoOut(StoreWrite.Follow follow) => session
        .Query("""
            DELETE FROM members WHERE room = ?1 AND user = ?2 AND EXISTS (SELECT 1 FROM rooms WHERE id = ?1 AND kind = 3)
            """)
        .Bind(follow.Room.Value).Bind(follow.User.Value)
        .Run();

    private bool StandsAsAsked(StoreWrite.Follow follow)
    {
        using var row = session
            .Query("""
                SELECT EXISTS (SELECT 1 FROM members m WHERE m.room = r.id AND m.user = ?2) FROM rooms r WHERE r.id = ?1 AND r.kind = 3
                """)
            .Bind(follow.Room.Value).Bind(follow.User.Value);
        return row.Step() && (!follow.On || row.Number(0) != 0);
    }
}
