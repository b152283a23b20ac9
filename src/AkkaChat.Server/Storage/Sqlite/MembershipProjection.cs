using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>What follows from changes of memberships: who is in, who may not come in, who asks to.</summary>
internal sealed class MembershipProjection(SqliteSession session)
{
    /// <summary>Applies one change.</summary>
    /// <param name="room">The room's counters; changed, not saved.</param>
    /// <param name="member">The change.</param>
    public void Apply(RoomTally room, RoomEvent.MemberChanged member)
    {
        switch (member.Change)
        {
            case MemberChange.Joined or MemberChange.Invited:
                ComeIn(room, member);
                RemoveRequest(room.Room, member.User);
                break;
            case MemberChange.Left or MemberChange.Removed:
                GoOut(room, member.User);
                break;
            case MemberChange.Role:
                session.Query("UPDATE members SET role = ? WHERE room = ? AND user = ?")
                    .Bind((long)member.Role).Bind(room.Room.Value).Bind(member.User.Value).Run();
                break;
            case MemberChange.Muted or MemberChange.Unmuted:
                Mute(room.Room, member.User, member.Change == MemberChange.Muted ? member.Until : null);
                break;
            case MemberChange.Banned:
                GoOut(room, member.User);
                RemoveRequest(room.Room, member.User);
                session.Query("INSERT INTO bans (room, user, by_user, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                    .Bind(room.Room.Value).Bind(member.User.Value).Bind(member.From.Value).Bind(member.Time).Run();
                break;
            case MemberChange.Unbanned:
                session.Query("DELETE FROM bans WHERE room = ? AND user = ?")
                    .Bind(room.Room.Value).Bind(member.User.Value).Run();
                break;
            case MemberChange.Requested:
                session.Query("INSERT INTO join_requests (room, user, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                    .Bind(room.Room.Value).Bind(member.User.Value).Bind(member.Time).Run();
                break;
            case MemberChange.Refused:
                RemoveRequest(room.Room, member.User);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(member), member, "unknown change");
        }
    }

    /// <summary>Nobody is in the room any more, and nobody waits at its door.</summary>
    public void Dissolve(RoomTally room)
    {
        session.Query("DELETE FROM members WHERE room = ?").Bind(room.Room.Value).Run();
        session.Query("DELETE FROM bans WHERE room = ?").Bind(room.Room.Value).Run();
        session.Query("DELETE FROM join_requests WHERE room = ?").Bind(room.Room.Value).Run();
        session.Query("DELETE FROM mutes WHERE room = ?").Bind(room.Room.Value).Run();
        room.MemberCount = 0;
    }

    // The read mark starts here, so that nothing said before counts as unread.
    private void ComeIn(RoomTally room, RoomEvent.MemberChanged member) => room.MemberCount += session
        .Query("""
            INSERT INTO members (room, user, role, joined_at, joined_seq, read_seq, read_no, muted_until)
            VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7) ON CONFLICT DO NOTHING
            """)
        .Bind(room.Room.Value).Bind(member.User.Value).Bind((long)member.Role).Bind(member.Time).Bind(member.Seq)
        .Bind(room.MessageCount).Bind(member.Until)
        .Run();

    private void GoOut(RoomTally room, UserId user) => room.MemberCount -= session
        .Query("DELETE FROM members WHERE room = ? AND user = ?")
        .Bind(room.Room.Value).Bind(user.Value)
        .Run();

    private void Mute(RoomId room, UserId user, long? until)
    {
        session.Query("UPDATE members SET muted_until = ? WHERE room = ? AND user = ?")
            .Bind(until).Bind(room.Value).Bind(user.Value).Run();
        if (until is { } end)
        {
            session.Query("INSERT OR REPLACE INTO mutes (room, user, until) VALUES (?, ?, ?)")
                .Bind(room.Value).Bind(user.Value).Bind(end).Run();
        }
        else
        {
            session.Query("DELETE FROM mutes WHERE room = ? AND user = ?").Bind(room.Value).Bind(user.Value).Run();
        }
    }

    private void RemoveRequest(RoomId room, UserId user) => session
        .Query("DELETE FROM join_requests WHERE room = ? AND user = ?")
        .Bind(room.Value).Bind(user.Value)
        .Run();
}
