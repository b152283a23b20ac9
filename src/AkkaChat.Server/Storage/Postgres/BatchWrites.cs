using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Writes what became of a batch as sets of rows, one statement for each kind: one message to the database.</summary>
internal sealed class BatchWrites(NpgsqlConnection connection)
{
    // The fence: a room is moved on only from where its run began.
    private const string RoomsSql = """
        UPDATE rooms SET last_seq = new.last_seq, last_time = new.last_time, message_count = new.message_count,
            member_count = new.member_count, last_message_seq = new.last_message_seq, updated_at = new.updated_at
        FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
            $8::bigint[])
            AS new (id, expected, last_seq, last_time, message_count, member_count, last_message_seq, updated_at)
        WHERE rooms.id = new.id AND rooms.last_seq = new.expected
        """;

    // An empty announcement or picture is none.
    private const string SettingsSql = """
        UPDATE rooms r SET name = coalesce(new.name, r.name),
            announcement = nullif(coalesce(new.announcement, r.announcement), ''),
            avatar = nullif(coalesce(new.avatar, r.avatar), ''), join_rule = coalesce(new.join_rule, r.join_rule),
            is_public = coalesce(new.is_public, r.is_public), mute_all = coalesce(new.mute_all, r.mute_all),
            slow_mode_ms = coalesce(new.slow_mode_ms, r.slow_mode_ms), dissolved = r.dissolved OR new.dissolved
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::boolean[], $7::boolean[], $8::bigint[],
            $9::boolean[])
            AS new (id, name, announcement, avatar, join_rule, is_public, mute_all, slow_mode_ms, dissolved)
        WHERE r.id = new.id
        """;

    private const string EventsSql = """
        INSERT INTO room_events (room, seq, kind, time, sender, message_id, client_msg_id, post_hash, message_no, target,
            body, version, version_seq, version_hash, folded_body, recall_seq)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
            $8::bigint[], $9::bigint[], $10::bigint[], $11::bytea[], $12::bigint[], $13::bigint[], $14::bigint[],
            $15::bytea[], $16::bigint[])
        """;

    private const string MessagesSql = """
        UPDATE room_events e SET body = new.body, folded_body = new.folded_body, version = new.version,
            version_seq = new.version_seq, version_hash = new.version_hash, recall_seq = new.recall_seq
        FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bigint[], $6::bigint[], $7::bigint[],
            $8::bigint[]) AS new (room, seq, body, folded_body, version, version_seq, version_hash, recall_seq)
        WHERE e.room = new.room AND e.seq = new.seq
        """;

    // 3 is EventKind.Edit, spelled out so that the partial index serves.
    private const string EraseSql = """
        UPDATE room_events e SET body = $3 FROM unnest($1::text[], $2::bigint[]) AS gone (room, seq)
        WHERE e.room = gone.room AND e.target = gone.seq AND e.kind = 3
        """;

    private const string RemoveMembersSql = """
        DELETE FROM members m USING unnest($1::text[], $2::text[]) AS gone (room, user_id)
        WHERE m.room = gone.room AND m.user_id = gone.user_id
        """;

    // What the log says of a mark's place; the events of this batch are in it by now.
    private const string ReadNo =
        "coalesce(new.read_no, (SELECT e.message_no FROM room_events e WHERE e.room = new.room AND e.seq = new.read_seq), 0)";

    private const string AddMembersSql = $"""
        INSERT INTO members (room, user_id, role, muted_until, pinned, silenced, joined_at, joined_seq, read_seq, read_no)
        SELECT new.room, new.user_id, new.role, new.muted_until, new.pinned, new.silenced, new.joined_at, new.joined_seq,
            new.read_seq, {ReadNo}
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[],
            $8::boolean[], $9::bigint[], $10::bigint[])
            AS new (room, user_id, role, read_seq, read_no, muted_until, pinned, silenced, joined_at, joined_seq)
        """;

    private const string ChangeMembersSql = $"""
        UPDATE members m SET role = new.role, muted_until = new.muted_until, pinned = new.pinned, silenced = new.silenced,
            read_seq = new.read_seq, read_no = CASE WHEN m.read_seq = new.read_seq THEN m.read_no ELSE {ReadNo} END
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[],
            $8::boolean[])
            AS new (room, user_id, role, read_seq, read_no, muted_until, pinned, silenced)
        WHERE m.room = new.room AND m.user_id = new.user_id
        """;

    private const string UnsearchSql = """
        DELETE FROM message_search s USING unnest($1::text[], $2::bigint[], $3::bigint[]) AS gone (room, time, seq)
        WHERE s.room = gone.room AND s.time = gone.time AND s.seq = gone.seq
        """;

    private const string SearchSql = """
        INSERT INTO message_search (room, seq, time, terms)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])
        """;

    /// <summary>Writes all that changed.</summary>
    /// <exception cref="InvalidOperationException">A room moved on although it was locked.</exception>
    public async Task SaveAsync(BatchState state, CancellationToken stop)
    {
        var rooms = state.Rooms.Where(room => room.IsChanged).ToList();
        NpgsqlBatchCommand[] commands =
        [
            .. Log(state, rooms),
            .. DoorWrites.Dissolved(state.Rooms),
            .. Members(state),
            .. DoorWrites.Of(state),
            .. MentionWrites.Of(state.Mentions),
            .. ReactionWrites.Of(state.Reactions),
            .. Search(state),
            .. MediaLinkWrites.Of(state.Messages),
        ];
        if (commands.Length == 0)
        {
            return;
        }

        await using var batch = Sql.Batch(connection, commands);
        await batch.ExecuteNonQueryAsync(stop);
        if (rooms.Count > 0 && batch.BatchCommands[0].RecordsAffected != rooms.Count)
        {
            throw new InvalidOperationException("a room moved on although it was locked");
        }
    }

    /// <summary>Writes all that follows from a part of a log which is there already.</summary>
    /// <exception cref="InvalidOperationException">A room moved on although it was locked.</exception>
    public Task SaveReplayAsync(BatchState state, CancellationToken stop)
    {
        state.Events.Clear();
        foreach (var message in state.Messages)
        {
            message.IsStored = true;
        }

        return SaveAsync(state, stop);
    }

    /// <summary>Puts events into the log.</summary>
    public static NpgsqlBatchCommand Events(List<NewEvent> events) => Sql.Command(
        EventsSql,
        Sql.Texts(events, row => row.Room.Value),
        Sql.Numbers(events, row => row.Event.Seq),
        Sql.Numbers(events, row => (long)row.Event.Kind),
        Sql.Numbers(events, row => row.Event.Time),
        Sql.Texts(events, row => row.Event.From.Value),
        Sql.Texts(events, row => row.Message?.Facts.Id.Value),
        Sql.Texts(events, row => row.Message?.Facts.Key.Value),
        Sql.NumbersOrNull(events, row => row.Message?.Facts.PostHash),
        Sql.Numbers(events, row => row.MessageNo),
        Sql.NumbersOrNull(events, row => row.Target),
        Sql.Bytes(events, row => row.Body),
        Sql.NumbersOrNull(events, row => row.Message?.Facts.Version),
        Sql.NumbersOrNull(events, row => row.Message?.Facts.VersionSeq),
        Sql.NumbersOrNull(events, row => row.Message?.Facts.VersionHash),
        Sql.Bytes(events, row => row.Message?.FoldedBody),
        Sql.NumbersOrNull(events, row => row.Message?.Facts.RecallSeq));

    /// <summary>Lets messages be found by what they say; nothing if none can be.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Terms(IReadOnlyCollection<MessageState> messages)
    {
        var found = messages.Where(message => message.Terms is not null).ToList();
        if (found.Count > 0)
        {
            yield return Sql.Command(
                SearchSql,
                Sql.Texts(found, row => row.Room.Value),
                Sql.Numbers(found, row => row.Facts.Seq),
                Sql.Numbers(found, row => row.Facts.Time),
                Sql.Texts(found, row => row.Terms));
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Log(BatchState state, List<RoomTally> rooms)
    {
        if (rooms.Count > 0)
        {
            yield return Rooms(rooms);
        }

        if (state.Events.Count > 0)
        {
            yield return Events(state.Events);
        }

        var set = rooms.Where(room => room.IsSet).ToList();
        if (set.Count > 0)
        {
            yield return Settings(set);
        }

        var changed = state.Messages.Where(message => message.IsUpdated).ToList();
        if (changed.Count > 0)
        {
            yield return Messages(changed);
        }

        if (state.Erased.Count > 0)
        {
            yield return Sql.Command(
                EraseSql,
                Sql.Texts(state.Erased, gone => gone.Room.Value),
                Sql.Numbers(state.Erased, gone => gone.Seq),
                new NpgsqlParameter<byte[]> { TypedValue = EventCodec.RecalledBody.ToArray() });
        }
    }

    private static NpgsqlBatchCommand Rooms(List<RoomTally> rooms) => Sql.Command(
        RoomsSql,
        Sql.Texts(rooms, room => room.Room.Value),
        Sql.Numbers(rooms, room => room.Expected),
        Sql.Numbers(rooms, room => room.LastSeq),
        Sql.Numbers(rooms, room => room.LastTime),
        Sql.Numbers(rooms, room => room.MessageCount),
        Sql.Numbers(rooms, room => room.MemberCount),
        Sql.NumbersOrNull(rooms, room => room.LastMessageSeq),
        Sql.Numbers(rooms, room => room.UpdatedAt));

    private static NpgsqlBatchCommand Settings(List<RoomTally> rooms) => Sql.Command(
        SettingsSql,
        Sql.Texts(rooms, room => room.Room.Value),
        Sql.Texts(rooms, room => room.Settings.Name),
        Sql.Texts(rooms, room => room.Settings.Announcement),
        Sql.Texts(rooms, room => room.Settings.Avatar),
        Sql.NumbersOrNull(rooms, room => (long?)room.Settings.JoinRule),
        Sql.FlagsOrNull(rooms, room => room.Settings.IsPublic),
        Sql.FlagsOrNull(rooms, room => room.Settings.MuteAll),
        Sql.NumbersOrNull(rooms, room => room.Settings.SlowModeMs),
        Sql.Flags(rooms, room => room.IsDissolvedNow));

    private static NpgsqlBatchCommand Messages(List<MessageState> changed) => Sql.Command(
        MessagesSql,
        Sql.Texts(changed, row => row.Room.Value),
        Sql.Numbers(changed, row => row.Facts.Seq),
        Sql.Bytes(changed, row => row.Body),
        Sql.Bytes(changed, row => row.FoldedBody),
        Sql.Numbers(changed, row => row.Facts.Version),
        Sql.Numbers(changed, row => row.Facts.VersionSeq),
        Sql.Numbers(changed, row => row.Facts.VersionHash),
        Sql.NumbersOrNull(changed, row => row.Facts.RecallSeq));

    private static IEnumerable<NpgsqlBatchCommand> Members(BatchState state)
    {
        var removed = state.Members.Where(member => member.IsRemoved).ToList();
        if (removed.Count > 0)
        {
            yield return Sql.Command(
                RemoveMembersSql, Sql.Texts(removed, row => row.Room.Value), Sql.Texts(removed, row => row.User.Value));
        }

        var added = state.Members.Where(member => member.IsNew).ToList();
        if (added.Count > 0)
        {
            yield return Sql.Command(
                AddMembersSql,
                [.. MemberColumns(added), Sql.Numbers(added, row => row.JoinedAt), Sql.Numbers(added, row => row.JoinedSeq)]);
        }

        var changed = state.Members.Where(member => member is { IsChanged: true, IsNew: false }).ToList();
        if (changed.Count > 0)
        {
            yield return Sql.Command(ChangeMembersSql, MemberColumns(changed));
        }
    }

    private static NpgsqlParameter[] MemberColumns(List<MemberState> members) =>
    [
        Sql.Texts(members, row => row.Room.Value),
        Sql.Texts(members, row => row.User.Value),
        Sql.Numbers(members, row => row.Role),
        Sql.Numbers(members, row => row.ReadSeq),
        Sql.NumbersOrNull(members, row => row.ReadNo),
        Sql.NumbersOrNull(members, row => row.MutedUntil),
        Sql.Flags(members, row => row.IsPinned),
        Sql.Flags(members, row => row.IsSilenced),
    ];

    private static IEnumerable<NpgsqlBatchCommand> Search(BatchState state)
    {
        var gone = state.Messages.Where(message => message is { IsChanged: true, IsNew: false }).ToList();
        if (gone.Count > 0)
        {
            yield return Sql.Command(
                UnsearchSql,
                Sql.Texts(gone, row => row.Room.Value),
                Sql.Numbers(gone, row => row.Facts.Time),
                Sql.Numbers(gone, row => row.Facts.Seq));
        }

        foreach (var terms in Terms(state.Messages))
        {
            yield return terms;
        }
    }
}
