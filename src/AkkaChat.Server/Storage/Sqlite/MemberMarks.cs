namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// What members do for themselves, without an event: read marks, which only go forward and not past the newest event, and
/// their own view of a room.
/// </summary>
internal sealed class MemberMarks(SqliteSession session)
{
    /// <summary>Moves a mark as far as it may go.</summary>
    public StoreOutcome Mark(StoreWrite.MarkRead mark)
    {
        if (Find(mark) is not { } found)
        {
            return StoreOutcome.Missing.Instance;
        }

        var seq = Math.Min(mark.Seq, found.LastSeq);
        if (seq <= found.ReadSeq)
        {
            return new StoreOutcome.Marked(found.ReadSeq);
        }

        session
            .Query("""
                UPDATE members SET read_seq = ?1,
                    read_no = (SELECT message_no FROM room_events WHERE room = ?2 AND seq = ?1)
                WHERE room = ?2 AND user = ?3
                """)
            .Bind(seq).Bind(mark.Room.Value).Bind(mark.User.Value)
            .Run();
        return new StoreOutcome.Marked(seq);
    }

    /// <summary>Changes a member's own view.</summary>
    public StoreOutcome Set(StoreWrite.SetView view) => session
        .Query("""
            UPDATE members SET pinned = coalesce(?, pinned), silenced = coalesce(?, silenced) WHERE room = ? AND user = ?
            """)
        .Bind(view.Pinned).Bind(view.Silenced).Bind(view.Room.Value).Bind(view.User.Value)
        .Run() == 1 ? StoreOutcome.Committed.Instance : StoreOutcome.Missing.Instance;

    private (long ReadSeq, long LastSeq)? Find(StoreWrite.MarkRead mark)
    {
        using var row = session
            .Query("""
                SELECT m.read_seq, r.last_seq FROM members m JOIN rooms r ON r.id = m.room WHERE m.room = ? AND m.user = ?
                """)
            .Bind(mark.Room.Value).Bind(mark.User.Value);
        return row.Step() ? (row.Number(0), row.Number(1)) : null;
    }
}
