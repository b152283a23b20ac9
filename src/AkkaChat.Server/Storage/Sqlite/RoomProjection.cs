using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// What follows from each event of a log: counters, settings, members, read marks, folded messages, reactions, mentions, the
/// search index. It looks at the event and at these tables only, so going through a log again in order makes the same of it.
/// </summary>
internal sealed class RoomProjection(SqliteSession session, SearchIndex search)
{
    private readonly MembershipProjection _memberships = new(session);
    private readonly ReactionProjection _reactions = new(session);

    /// <summary>Applies one event whose row was written just before.</summary>
    /// <param name="room">The room's counters; changed, not saved.</param>
    /// <param name="stored">The event.</param>
    public void Apply(RoomTally room, RoomEvent stored)
    {
        room.LastSeq = stored.Seq;
        room.LastTime = stored.Time;
        switch (stored)
        {
            case RoomEvent.MessagePosted posted:
                OnPosted(room, posted);
                break;
            case RoomEvent.MessageEdited edited:
                OnEdited(room, edited);
                break;
            case RoomEvent.MessageRecalled recalled:
                OnRecalled(room, recalled);
                break;
            case RoomEvent.ReactionSet reaction:
                OnReaction(room, reaction);
                break;
            case RoomEvent.MemberChanged member:
                _memberships.Apply(room, member);
                break;
            case RoomEvent.RoomChanged changed:
                OnChanged(room, changed);
                break;
            case RoomEvent.RoomCreated created:
                OnCreated(room, created);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(stored), stored, "unknown event");
        }
    }

    /// <summary>Applies an event that has nothing to say any more.</summary>
    /// <param name="room">The room's counters; changed, not saved.</param>
    /// <param name="erased">What is left of it.</param>
    public void ApplyErased(RoomTally room, in EventHeader erased)
    {
        room.LastSeq = erased.Seq;
        room.LastTime = erased.Time;
        if (erased.Kind == EventKind.Message)
        {
            Count(room, erased.Seq, erased.Time, erased.From);
        }
    }

    private void OnPosted(RoomTally room, RoomEvent.MessagePosted posted)
    {
        Count(room, posted.Seq, posted.Time, posted.From);
        foreach (var user in posted.Mentions.IsDefault ? [] : posted.Mentions)
        {
            session.Query("INSERT INTO mentions (room, user, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .Bind(room.Room.Value).Bind(user.Value).Bind(posted.Seq).Run();
        }

        MediaLinkWrites.Add(session, room.Room, posted.Seq, posted.Content);
        if (search.Add(room.Room, posted.Seq, posted.Time, posted.Content) is { } id)
        {
            session.Query("UPDATE room_events SET search_id = ? WHERE room = ? AND seq = ?")
                .Bind(id).Bind(room.Room.Value).Bind(posted.Seq).Run();
        }
    }

    private void Count(RoomTally room, long seq, long time, UserId from)
    {
        room.MessageCount++;
        room.LastMessageSeq = seq;
        room.UpdatedAt = time;

        // Sending implies having read.
        session
            .Query("UPDATE members SET read_seq = ?1, read_no = ?2 WHERE room = ?3 AND user = ?4 AND read_seq < ?1")
            .Bind(seq).Bind(room.MessageCount).Bind(room.Room.Value).Bind(from.Value)
            .Run();
    }

    private void OnEdited(RoomTally room, RoomEvent.MessageEdited edited)
    {
        if (FindTarget(room.Room, edited.Target) is not { } target)
        {
            throw new InvalidOperationException("an edit without its message");
        }

        if (target.IsRecalled)
        {
            // A recall is final: what an edit after it says must not be kept either.
            session.Query("UPDATE room_events SET body = ? WHERE room = ? AND seq = ?")
                .Bind(EventCodec.RecalledBody.Span).Bind(room.Room.Value).Bind(edited.Seq).Run();
            return;
        }

        MediaLinkWrites.Replace(session, room.Room, edited.Target, edited.Content);
        session
            .Query("""
                UPDATE room_events SET folded_body = ?, version = ?, version_seq = ?, version_hash = ?, search_id = ?
                WHERE room = ? AND seq = ?
                """)
            .Bind(EventCodec.FoldEdit(target.Body, edited.Content, edited.Version))
            .Bind(edited.Version).Bind(edited.Seq).Bind(ContentHash.Of(edited.Content.Json.Span))
            .Bind(search.Replace(target.SearchId, room.Room, edited.Target, target.Time, edited.Content))
            .Bind(room.Room.Value).Bind(edited.Target)
            .Run();
    }

    private void OnRecalled(RoomTally room, RoomEvent.MessageRecalled recalled)
    {
        if (FindTarget(room.Room, recalled.Target) is not { } target)
        {
            throw new InvalidOperationException("a recall without its message");
        }

        if (target.IsRecalled)
        {
            return;
        }

        MediaLinkWrites.Remove(session, room.Room, recalled.Target);
        if (target.SearchId is { } id)
        {
            search.Remove(id);
        }

        session
            .Query("""
                UPDATE room_events SET body = ?, folded_body = NULL, recall_seq = ?, search_id = NULL WHERE room = ? AND seq = ?
                """)
            .Bind(EventCodec.RecalledBody.Span).Bind(recalled.Seq).Bind(room.Room.Value).Bind(recalled.Target)
            .Run();

        // 3 is EventKind.Edit, spelled out so that the partial index serves.
        session.Query("UPDATE room_events SET body = ? WHERE room = ? AND target = ? AND kind = 3")
            .Bind(EventCodec.RecalledBody.Span).Bind(room.Room.Value).Bind(recalled.Target)
            .Run();
        _reactions.Remove(room.Room, recalled.Target);
        foreach (var user in EventCodec.MentionsOf(target.Body))
        {
            session.Query("DELETE FROM mentions WHERE room = ? AND user = ? AND seq = ?")
                .Bind(room.Room.Value).Bind(user.Value).Bind(recalled.Target).Run();
        }
    }

    private void OnReaction(RoomTally room, RoomEvent.ReactionSet reaction)
    {
        if (FindTarget(room.Room, reaction.Target) is not { } target)
        {
            throw new InvalidOperationException("a reaction without its message");
        }

        if (!target.IsRecalled)
        {
            _reactions.Apply(room.Room, reaction);
        }
    }

    private void OnCreated(RoomTally room, RoomEvent.RoomCreated created)
    {
        room.UpdatedAt = created.Time;

        // last_seq is 0 until the run's counters are saved, which asks for that.
        session
            .Query("""
                INSERT INTO rooms (id, kind, name, is_public, join_rule, created_at, created_by, last_seq, last_time,
                    message_count, member_count, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?6, 0, 0, ?6)
                ON CONFLICT DO NOTHING
                """)
            .Bind(room.Room.Value).Bind((long)created.RoomKind).Bind(created.Name).Bind(created.IsPublic)
            .Bind((long)created.JoinRule).Bind(created.Time).Bind(created.From.Value)
            .Run();
    }

    // An empty announcement or picture is none.
    private void OnChanged(RoomTally room, RoomEvent.RoomChanged changed)
    {
        var value = changed.Value;
        session
            .Query("""
                UPDATE rooms SET name = coalesce(?2, name), announcement = nullif(coalesce(?3, announcement), ''),
                    avatar = nullif(coalesce(?4, avatar), ''), join_rule = coalesce(?5, join_rule),
                    is_public = coalesce(?6, is_public), mute_all = coalesce(?7, mute_all),
                    slow_mode_ms = coalesce(?8, slow_mode_ms), dissolved = dissolved OR ?9 WHERE id = ?1
                """)
            .Bind(room.Room.Value).Bind(value.Name).Bind(value.Announcement).Bind(value.Avatar).Bind((long?)value.JoinRule)
            .Bind(value.IsPublic).Bind(value.MuteAll).Bind(value.SlowModeMs)
            .Bind(changed.Change == RoomChange.Dissolved)
            .Run();
        if (changed.Change == RoomChange.Dissolved)
        {
            _memberships.Dissolve(room);
        }
    }

    private Target? FindTarget(RoomId room, long seq)
    {
        using var row = session
            .Query("SELECT body, time, search_id, recall_seq FROM room_events WHERE room = ? AND seq = ? AND kind = 1")
            .Bind(room.Value).Bind(seq);
        return row.Step() ? new Target(row.Bytes(0), row.Number(1), row.NumberOrNull(2), !row.IsNull(3)) : null;
    }

    private sealed record Target(byte[] Body, long Time, long? SearchId, bool IsRecalled);
}
