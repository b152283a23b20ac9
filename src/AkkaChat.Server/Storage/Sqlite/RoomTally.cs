using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>The counters of a room's row while a run is written: loaded before it, saved once after it.</summary>
internal sealed class RoomTally(RoomId room)
{
    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>The newest event's <c>seq</c>; 0 before the room begins.</summary>
    public long LastSeq { get; set; }

    /// <summary>The newest event's time.</summary>
    public long LastTime { get; set; }

    /// <summary>How many messages were ever posted.</summary>
    public long MessageCount { get; set; }

    /// <summary>How many people are in.</summary>
    public long MemberCount { get; set; }

    /// <summary>The newest message's <c>seq</c>, if there is one.</summary>
    public long? LastMessageSeq { get; set; }

    /// <summary>When the room last had a message, else when it was made.</summary>
    public long UpdatedAt { get; set; }

    /// <summary>The counters as they stand; all zero where there is no such room.</summary>
    public static RoomTally Load(SqliteSession session, RoomId room)
    {
        using var row = session
            .Query("""
                SELECT last_seq, last_time, message_count, member_count, last_message_seq, updated_at FROM rooms WHERE id = ?
                """)
            .Bind(room.Value);
        return !row.Step()
            ? new RoomTally(room)
            : new RoomTally(room)
            {
                LastSeq = row.Number(0),
                LastTime = row.Number(1),
                MessageCount = row.Number(2),
                MemberCount = row.Number(3),
                LastMessageSeq = row.NumberOrNull(4),
                UpdatedAt = row.Number(5),
            };
    }

    /// <summary>Keeps the counters if the room's newest <c>seq</c> still is <paramref name="expected"/>.</summary>
    /// <returns>False if it is not.</returns>
    public bool Save(SqliteSession session, long expected) => session
        .Query("""
            UPDATE rooms SET last_seq = ?, last_time = ?, message_count = ?, member_count = ?, last_message_seq = ?,
                updated_at = ? WHERE id = ? AND last_seq = ?
            """)
        .Bind(LastSeq).Bind(LastTime).Bind(MessageCount).Bind(MemberCount).Bind(LastMessageSeq).Bind(UpdatedAt)
        .Bind(room.Value).Bind(expected)
        .Run() == 1;
}
