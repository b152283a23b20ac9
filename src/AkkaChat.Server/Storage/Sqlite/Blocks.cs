using System.Text.Json;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Who wants to hear nothing of whom.</summary>
internal sealed class Blocks(SqliteSession session)
{
    /// <summary>Sets a block or takes it away.</summary>
    public StoreOutcome Set(StoreWrite.SetBlock block)
    {
        if (block.On)
        {
            session.Query("INSERT INTO blocks (user, other, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .Bind(block.By.Value).Bind(block.Other.Value).Bind(block.Time).Run();
        }
        else
        {
            session.Query("DELETE FROM blocks WHERE user = ? AND other = ?").Bind(block.By.Value).Bind(block.Other.Value).Run();
        }

        return StoreOutcome.Committed.Instance;
    }

    /// <summary>Those of <paramref name="people"/> who have blocked <paramref name="whom"/>.</summary>
    public IReadOnlyList<UserId> Blockers(IReadOnlyList<UserId> people, UserId whom)
    {
        var blockers = new List<UserId>();
        using var rows = session
            .Query("SELECT b.user FROM json_each(?1) p JOIN blocks b ON b.user = p.value AND b.other = ?2")
            .Bind(JsonSerializer.Serialize(people.Select(user => user.Value))).Bind(whom.Value);
        while (rows.Step())
        {
            blockers.Add(UserId.Parse(rows.Text(0)));
        }

        return blockers;
    }

    /// <summary>Who of the two in a direct room has blocked the other.</summary>
    public IReadOnlyList<UserId> Between(RoomId room)
    {
        var blockers = new List<UserId>();
        using var rows = session
            .Query("""
                SELECT b.user FROM members one JOIN members other ON other.room = one.room AND other.user <> one.user
                JOIN blocks b ON b.user = one.user AND b.other = other.user WHERE one.room = ? ORDER BY b.user
                """)
            .Bind(room.Value);
        while (rows.Step())
        {
            blockers.Add(UserId.Parse(rows.Text(0)));
        }

        return blockers;
    }
}
