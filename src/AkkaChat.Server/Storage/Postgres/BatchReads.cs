using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Locks the rooms of a batch, in the order of their ids so that no two batches wait for each other, and reads what its
/// items must know: one message to the database and one answer.
/// </summary>
internal sealed class BatchReads(NpgsqlConnection connection)
{
    private const string CreateSql = """
        INSERT INTO rooms (id, kind, name, is_public, join_rule, created_at, created_by, last_seq, last_time,
            message_count, member_count, updated_at)
        SELECT id, kind, name, is_public, join_rule, time, sender, 0, time, 0, 0, time
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[], $7::text[])
            WITH ORDINALITY AS new (id, kind, name, is_public, join_rule, time, sender, place)
        ORDER BY id COLLATE "C", place ON CONFLICT DO NOTHING
        """;

    // Whoever waits here for another writer reads, once that one has committed, what it committed.
    private const string LockSql = """
        SELECT id, last_seq, last_time, message_count, member_count, last_message_seq, updated_at, kind, dissolved
        FROM rooms WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
        """;

    // OFFSET 0 keeps each lookup a lookup by key, whatever the planner believes of the tables.
    private const string TargetsSql = $"""
        SELECT asked.room, {MessageRow.Columns}, found.body FROM unnest($1::text[], $2::bigint[]) AS asked (room, seq)
        CROSS JOIN LATERAL (SELECT * FROM room_events e
            WHERE e.room = asked.room AND e.seq = asked.seq AND e.kind = 1 OFFSET 0) AS found
        """;

    private const string KeysSql = $"""
        SELECT asked.room, {MessageRow.Columns} FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (room, sender, key)
        CROSS JOIN LATERAL (SELECT * FROM room_events e
            WHERE e.room = asked.room AND e.sender = asked.sender AND e.client_msg_id = asked.key OFFSET 0) AS found
        """;

    private const string MembersSql = """
        SELECT asked.room, asked.user_id, found.role::bigint, found.read_seq, found.muted_until, found.pinned, found.silenced
        FROM unnest($1::text[], $2::text[]) AS asked (room, user_id)
        CROSS JOIN LATERAL (SELECT * FROM members m
            WHERE m.room = asked.room AND m.user_id = asked.user_id OFFSET 0) AS found
        """;

    private const string BannedSql = """
        SELECT asked.room, asked.user_id FROM unnest($1::text[], $2::text[]) AS asked (room, user_id)
        CROSS JOIN LATERAL (SELECT 1 FROM bans b
            WHERE b.room = asked.room AND b.user_id = asked.user_id OFFSET 0) AS found
        """;

    private const string ReactionsSql = """
        SELECT asked.room, asked.target, asked.user_id, asked.emoji, found.is_on, found.seq
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) AS asked (room, target, user_id, emoji)
        CROSS JOIN LATERAL (SELECT * FROM reactions r WHERE r.room = asked.room AND r.target = asked.target
            AND r.user_id = asked.user_id AND r.emoji = asked.emoji OFFSET 0) AS found
        """;

    private const string CountsSql = """
        SELECT asked.room, asked.target, asked.emoji, found.count, found.first_seq
        FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::bigint[], $3::text[]) AS keys (room, target, emoji)) AS asked
        CROSS JOIN LATERAL (SELECT * FROM reaction_counts c
            WHERE c.room = asked.room AND c.target = asked.target AND c.emoji = asked.emoji OFFSET 0) AS found
        """;

    /// <summary>What the room writes of a batch must know.</summary>
    public async Task<BatchState> LoadAsync(BatchKeys keys, CancellationToken stop)
    {
        var state = new BatchState();
        await using var batch = Sql.Batch(connection, Commands(keys));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await EachAsync(reader, () => state.Add(Tally(reader)), stop);
        await NextAsync(reader, () => state.Add(Message(reader, withBody: true)), keys.Targets.Count, stop);
        await NextAsync(reader, () => state.Add(Message(reader, withBody: false)), keys.Posted.Count, stop);
        await NextAsync(
            reader,
            () => state.Member(RoomId.Parse(reader.GetString(0)), UserId.Parse(reader.GetString(1)))
                .Loaded(
                    reader.GetInt64(2), reader.GetInt64(3), reader.NumberOrNull(4), reader.GetBoolean(5), reader.GetBoolean(6)),
            keys.Members.Count,
            stop);
        await NextAsync(
            reader,
            () => state.Banned.Add((RoomId.Parse(reader.GetString(0)), UserId.Parse(reader.GetString(1)))),
            keys.Followers.Count,
            stop);
        await NextAsync(reader, () => LoadReaction(state, reader), keys.Reactions.Count, stop);
        await NextAsync(reader, () => LoadCount(state, reader), keys.Reactions.Count, stop);
        return state;
    }

    private static IEnumerable<NpgsqlBatchCommand> Commands(BatchKeys keys)
    {
        if (keys.Created.Count > 0)
        {
            yield return Sql.Command(
                CreateSql,
                Sql.Texts(keys.Created, row => row.Room.Value),
                Sql.Numbers(keys.Created, row => (long)row.Created.RoomKind),
                Sql.Texts(keys.Created, row => row.Created.Name),
                Sql.Flags(keys.Created, row => row.Created.IsPublic),
                Sql.Numbers(keys.Created, row => (long)row.Created.JoinRule),
                Sql.Numbers(keys.Created, row => row.Created.Time),
                Sql.Texts(keys.Created, row => row.Created.From.Value));
        }

        yield return Sql.Command(LockSql, Sql.Texts(keys.Rooms, room => room.Value));
        if (keys.Targets.Count > 0)
        {
            yield return Sql.Command(
                TargetsSql, Sql.Texts(keys.Targets, key => key.Room.Value), Sql.Numbers(keys.Targets, key => key.Seq));
        }

        if (keys.Posted.Count > 0)
        {
            yield return Sql.Command(
                KeysSql,
                Sql.Texts(keys.Posted, key => key.Room.Value),
                Sql.Texts(keys.Posted, key => key.Sender.Value),
                Sql.Texts(keys.Posted, key => key.Key.Value));
        }

        if (keys.Members.Count > 0)
        {
            yield return Sql.Command(
                MembersSql, Sql.Texts(keys.Members, key => key.Room.Value), Sql.Texts(keys.Members, key => key.User.Value));
        }

        if (keys.Followers.Count > 0)
        {
            yield return Sql.Command(
                BannedSql, Sql.Texts(keys.Followers, key => key.Room.Value), Sql.Texts(keys.Followers, key => key.User.Value));
        }

        if (keys.Reactions.Count > 0)
        {
            yield return Sql.Command(
                ReactionsSql,
                Sql.Texts(keys.Reactions, key => key.Room.Value),
                Sql.Numbers(keys.Reactions, key => key.Target),
                Sql.Texts(keys.Reactions, key => key.User.Value),
                Sql.Texts(keys.Reactions, key => key.Emoji));
            yield return Sql.Command(
                CountsSql,
                Sql.Texts(keys.Reactions, key => key.Room.Value),
                Sql.Numbers(keys.Reactions, key => key.Target),
                Sql.Texts(keys.Reactions, key => key.Emoji));
        }
    }

    private static void LoadReaction(BatchState state, NpgsqlDataReader row) => state.Reactions.Load(
        RoomId.Parse(row.GetString(0)),
        row.GetInt64(1),
        UserId.Parse(row.GetString(2)),
        row.GetString(3),
        row.GetBoolean(4),
        row.GetInt64(5));

    private static void LoadCount(BatchState state, NpgsqlDataReader row) => state.Reactions.Load(
        RoomId.Parse(row.GetString(0)), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4));

    private static async Task NextAsync(NpgsqlDataReader reader, Action row, int asked, CancellationToken stop)
    {
        if (asked > 0)
        {
            await reader.NextResultAsync(stop);
            await EachAsync(reader, row, stop);
        }
    }

    private static async Task EachAsync(NpgsqlDataReader reader, Action row, CancellationToken stop)
    {
        while (await reader.ReadAsync(stop))
        {
            row();
        }
    }

    private static RoomTally Tally(NpgsqlDataReader row) => new(RoomId.Parse(row.GetString(0)), row.GetInt64(1))
    {
        LastTime = row.GetInt64(2),
        MessageCount = row.GetInt64(3),
        MemberCount = row.GetInt64(4),
        LastMessageSeq = row.NumberOrNull(5),
        UpdatedAt = row.GetInt64(6),
        Kind = (RoomKind)row.GetInt32(7),
        IsDissolved = row.GetBoolean(8),
    };

    private static MessageState Message(NpgsqlDataReader row, bool withBody) =>
        new(RoomId.Parse(row.GetString(0)), MessageRow.Read(row, 1))
        {
            Body = withBody ? row.Bytes(MessageRow.Count + 1) : null,
        };
}
