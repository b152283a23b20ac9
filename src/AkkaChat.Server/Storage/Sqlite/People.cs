using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Persons and the tokens that keep them signed in.</summary>
internal sealed class People(SqliteSession session)
{
    /// <summary>Makes a person.</summary>
    public StoreOutcome Add(StoreWrite.AddUser add) => OrConflict(session
        .Query("""
            INSERT INTO users (id, name, avatar, is_guest, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
            ON CONFLICT DO NOTHING
            """)
        .Bind(add.User.Id.Value).Bind(add.User.Name).Bind(add.User.Avatar).Bind(add.Guest).Bind(add.Time)
        .Run());

    /// <summary>Changes a person.</summary>
    public StoreOutcome Update(StoreWrite.UpdateUser update) => session
        .Query("""
            UPDATE users SET name = coalesce(?, name), avatar = coalesce(?, avatar), updated_at = ? WHERE id = ?
            """)
        .Bind(update.Name).Bind(update.Avatar).Bind(update.Time).Bind(update.User.Value)
        .Run() == 1 ? StoreOutcome.Committed.Instance : StoreOutcome.Missing.Instance;

    /// <summary>Notes when a person was last seen.</summary>
    public StoreOutcome MarkSeen(StoreWrite.MarkSeen seen) => session
        .Query("UPDATE users SET last_seen = max(coalesce(last_seen, 0), ?) WHERE id = ?")
        .Bind(seen.Time).Bind(seen.User.Value)
        .Run() == 1 ? StoreOutcome.Committed.Instance : StoreOutcome.Missing.Instance;

    /// <summary>Keeps a token, and marks the one it replaces.</summary>
    public StoreOutcome AddToken(StoreWrite.AddRefreshToken add, long now)
    {
        if (add.Replaces is { } replaced && FindToken(replaced) is not { UsedAt: null })
        {
            return new StoreOutcome.Conflict(0);
        }

        var token = add.Token;
        var added = session
            .Query("""
                INSERT INTO refresh_tokens (hash, family, user, expires_at, used_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)
            .Bind(token.Hash).Bind(token.Family).Bind(token.User.Value).Bind(token.ExpiresAt).Bind(token.UsedAt)
            .Run();
        if (added == 1)
        {
            session.Query("UPDATE refresh_tokens SET used_at = ? WHERE hash = ?").Bind(now).Bind(add.Replaces).Run();

            // The only place where tokens of a person pile up is also where they are cleared away.
            session.Query("DELETE FROM refresh_tokens WHERE user = ? AND expires_at < ?")
                .Bind(token.User.Value).Bind(now).Run();
        }

        return OrConflict(added);
    }

    /// <summary>Ends a family of tokens.</summary>
    public StoreOutcome Revoke(StoreWrite.RevokeRefreshTokens revoke)
    {
        session.Query("DELETE FROM refresh_tokens WHERE user = ? AND family = ?")
            .Bind(revoke.User.Value).Bind(revoke.Family).Run();
        return StoreOutcome.Committed.Instance;
    }

    /// <summary>A person; null if there is none of that id.</summary>
    public UserView? Find(UserId user)
    {
        using var row = session.Query("SELECT name, avatar FROM users WHERE id = ?").Bind(user.Value);
        return row.Step() ? new UserView(user, row.Text(0), row.TextOrNull(1)) : null;
    }

    /// <summary>A number that changes with the rooms that a person is in, and with whom they block.</summary>
    public long MembershipMark(UserId user)
    {
        // Whoever comes in does so at another time than whoever left came in.
        using var row = session
            .Query("""
                SELECT (SELECT coalesce(sum(joined_at), 0) FROM members WHERE user = ?1)
                    + (SELECT coalesce(sum(since), 0) FROM blocks WHERE user = ?1)
                """)
            .Bind(user.Value);
        return row.Step() ? row.Number(0) : 0;
    }

    /// <summary>Who of some people shares a room with a person, and neither has blocked the other.</summary>
    public Peers PeersOf(PeersQuery query) =>
        new(MembershipMark(query.User), [.. query.Others.Select(other => PeerOf(query.User, other))]);

    // 3 is RoomKind.Broadcast.
    private Peer PeerOf(UserId user, UserId other)
    {
        var mark = MembershipMark(other);
        using var row = session
            .Query("""
                SELECT last_seen FROM (SELECT 1 FROM members mine
                    JOIN members theirs ON theirs.room = mine.room AND theirs.user = ?2
                    JOIN rooms ON rooms.id = mine.room AND rooms.kind <> 3
                    WHERE mine.user = ?1 AND NOT EXISTS (SELECT 1 FROM blocks WHERE user = ?1 AND other = ?2)
                        AND NOT EXISTS (SELECT 1 FROM blocks WHERE user = ?2 AND other = ?1)
                    LIMIT 1) LEFT JOIN users ON users.id = ?2
                """)
            .Bind(user.Value).Bind(other.Value);
        return row.Step() ? new Peer(true, mark, row.NumberOrNull(0)) : new Peer(false, mark, LastSeen: null);
    }

    /// <summary>The token of that hash; null if there is none.</summary>
    public RefreshToken? FindToken(string hash)
    {
        using var row = session
            .Query("SELECT family, user, expires_at, used_at FROM refresh_tokens WHERE hash = ?")
            .Bind(hash);
        return row.Step()
            ? new RefreshToken(hash, row.Text(0), UserId.Parse(row.Text(1)), row.Number(2), row.NumberOrNull(3))
            : null;
    }

    private static StoreOutcome OrConflict(int changed) =>
        changed == 1 ? StoreOutcome.Committed.Instance : new StoreOutcome.Conflict(0);
}
