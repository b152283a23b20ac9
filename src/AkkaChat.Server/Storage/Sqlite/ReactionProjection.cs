using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>What follows from reactions: who has set which, and how many have.</summary>
internal sealed class ReactionProjection(SqliteSession session)
{
    /// <summary>Applies one reaction to a message that stands.</summary>
    public void Apply(RoomId room, RoomEvent.ReactionSet reaction)
    {
        var wasOn = IsOn(room, reaction);
        session
            .Query("""
                INSERT INTO reactions (room, target, user, emoji, is_on, seq) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET is_on = excluded.is_on, seq = excluded.seq
                """)
            .Bind(room.Value).Bind(reaction.Target).Bind(reaction.From.Value).Bind(reaction.Emoji).Bind(reaction.On)
            .Bind(reaction.Seq)
            .Run();
        if (reaction.On && !wasOn)
        {
            session
                .Query("""
                    INSERT INTO reaction_counts (room, target, emoji, count, first_seq) VALUES (?, ?, ?, 1, ?)
                    ON CONFLICT DO UPDATE SET count = count + 1
                    """)
                .Bind(room.Value).Bind(reaction.Target).Bind(reaction.Emoji).Bind(reaction.Seq)
                .Run();
        }
        else if (wasOn && !reaction.On)
        {
            TakeBack(room, reaction);
        }
    }

    /// <summary>A message has none any more.</summary>
    public void Remove(RoomId room, long target)
    {
        session.Query("DELETE FROM reactions WHERE room = ? AND target = ?").Bind(room.Value).Bind(target).Run();
        session.Query("DELETE FROM reaction_counts WHERE room = ? AND target = ?").Bind(room.Value).Bind(target).Run();
    }

    private bool IsOn(RoomId room, RoomEvent.ReactionSet reaction)
    {
        using var row = session
            .Query("SELECT is_on FROM reactions WHERE room = ? AND target = ? AND user = ? AND emoji = ?")
            .Bind(room.Value).Bind(reaction.Target).Bind(reaction.From.Value).Bind(reaction.Emoji);
        return row.Step() && row.Number(0) != 0;
    }

    private void TakeBack(RoomId room, RoomEvent.ReactionSet reaction)
    {
        session.Query("UPDATE reaction_counts SET count = count - 1 WHERE room = ? AND target = ? AND emoji = ?")
            .Bind(room.Value).Bind(reaction.Target).Bind(reaction.Emoji).Run();
        session.Query("DELETE FROM reaction_counts WHERE room = ? AND target = ? AND emoji = ? AND count = 0")
            .Bind(room.Value).Bind(reaction.Target).Bind(reaction.Emoji).Run();
    }
}
