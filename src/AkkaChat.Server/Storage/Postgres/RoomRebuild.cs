using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Makes what follows from a room's log anew, in one transaction under the room's lock: all of it is cleared, and the log is
/// gone through again, part by part, as a batch of writes would be. What no log says (read marks, pins, who follows a broadcast
/// room) is kept aside and put back.
/// </summary>
internal sealed class RoomRebuild(NpgsqlConnection connection, RoomId room)
{
    /// <summary>Events that are in memory at once.</summary>
    private const int ChunkEvents = 1_000;

    // A large room takes its time.
    private const string PatienceSql = "SET LOCAL statement_timeout = 0";
    private const string PatienceBetweenSql = "SET LOCAL idle_in_transaction_session_timeout = 0";
    private const string LockSql = "SELECT 1 FROM rooms WHERE id = $1 FOR NO KEY UPDATE";
    private const string NextSql = "SELECT room FROM room_events WHERE room > $1 ORDER BY room LIMIT 1";

    private const string KeptSql = """
        SELECT user_id, joined_at, joined_seq, read_seq, pinned, silenced FROM members WHERE room = $1
        """;

    private const string ChunkSql = $"""
        SELECT {EventRow.AppendedColumns}, e.message_no FROM room_events e
        WHERE e.room = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3
        """;

    private const string ResetSql = """
        INSERT INTO rooms (id, kind, name, is_public, join_rule, created_at, created_by, last_seq, last_time,
            message_count, member_count, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $6, 0, 0, $6)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, is_public = excluded.is_public,
            join_rule = excluded.join_rule, created_at = excluded.created_at, created_by = excluded.created_by,
            last_seq = 0, last_time = excluded.last_time, message_count = 0, member_count = 0, last_message_seq = NULL,
            updated_at = excluded.updated_at, announcement = NULL, avatar = NULL, mute_all = false, slow_mode_ms = 0,
            dissolved = false
        """;

    // What belongs to one room and follows from its log alone.
    private static readonly string[] ClearSql =
    [
        "DELETE FROM members WHERE room = $1",
        "DELETE FROM reactions WHERE room = $1",
        "DELETE FROM reaction_counts WHERE room = $1",
        "DELETE FROM mentions WHERE room = $1",
        "DELETE FROM bans WHERE room = $1",
        "DELETE FROM join_requests WHERE room = $1",
        "DELETE FROM mutes WHERE room = $1",
        "DELETE FROM message_search WHERE room = $1",

        // 1 is EventKind.Message.
        """
        UPDATE room_events SET folded_body = NULL, recall_seq = NULL WHERE room = $1 AND kind = 1
            AND (folded_body IS NOT NULL OR recall_seq IS NOT NULL)
        """,
    ];

    private const string PutBackSql = """
        UPDATE members m SET read_seq = greatest(m.read_seq, least(kept.read_seq, $5)), pinned = kept.pinned,
            silenced = kept.silenced
        FROM unnest($2::text[], $3::bigint[], $4::boolean[], $6::boolean[]) AS kept (user_id, read_seq, pinned, silenced)
        WHERE m.room = $1 AND m.user_id = kept.user_id
        """;

    private const string ReadNosSql = """
        UPDATE members m SET read_no = e.message_no FROM room_events e
        WHERE m.room = $1 AND e.room = $1 AND e.seq = m.read_seq AND m.read_no <> e.message_no
        """;

    private const string RemoveSql = """
        DELETE FROM members m USING unnest($2::text[]) AS gone (user_id) WHERE m.room = $1 AND m.user_id = gone.user_id
        """;

    private const string CountSql = """
        UPDATE rooms SET member_count = (SELECT count(*) FROM members WHERE room = $1) WHERE id = $1
        """;

    /// <summary>The room whose log comes next behind that of <paramref name="last"/>; null behind the last one.</summary>
    public static async Task<RoomId?> NextAsync(NpgsqlConnection connection, RoomId? last, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(NextSql, Sql.Text(last?.Value ?? "")));
        return await batch.ExecuteScalarAsync(stop) is string next ? RoomId.Parse(next) : null;
    }

    /// <summary>Does it; to be called within a transaction.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await RunAsync([Sql.Command(PatienceSql), Sql.Command(PatienceBetweenSql), Sql.Command(LockSql, Id)], stop);
        var kept = await KeptAsync(stop);
        var chunk = await ChunkAsync(0, stop);
        if (chunk[0].Event is not RoomEvent.RoomCreated created)
        {
            throw new InvalidOperationException($"the log of {room} does not begin with its creation");
        }

        await RunAsync([.. ClearSql.Select(sql => Sql.Command(sql, Id)), Reset(created)], stop);
        var followers = created.RoomKind == RoomKind.Broadcast ? kept : [];
        var last = 0L;
        while (chunk.Count > 0)
        {
            await ReplayAsync(chunk, followers, stop);
            last = chunk[^1].Header.Seq;
            chunk = await ChunkAsync(last, stop);
        }

        await PutBackAsync(kept, last, stop);
        if (created.RoomKind == RoomKind.Broadcast)
        {
            await RemoveOthersAsync(kept, stop);
        }

        await RunAsync([Sql.Command(CountSql, Id)], stop);
        return 0;
    }

    private NpgsqlParameter Id => Sql.Text(room.Value);

    private NpgsqlBatchCommand Reset(RoomEvent.RoomCreated created) => Sql.Command(
        ResetSql,
        Id,
        Sql.Number((long)created.RoomKind),
        Sql.Text(created.Name),
        Sql.Flag(created.IsPublic),
        Sql.Number((long)created.JoinRule),
        Sql.Number(created.Time),
        Sql.Text(created.From.Value));

    private async Task ReplayAsync(List<LoggedEvent> chunk, List<KeptMember> followers, CancellationToken stop)
    {
        var (first, last) = (chunk[0].Header.Seq, chunk[^1].Header.Seq);
        var mine = followers.Where(follower => follower.JoinedSeq >= first && follower.JoinedSeq <= last)
            .ToLookup(follower => follower.JoinedSeq);
        var keys = BatchKeys.Of(room, chunk, mine.SelectMany(group => group));
        var state = await new BatchReads(connection).LoadAsync(keys, stop);
        var log = new RoomLog(state);
        var tally = state.Room(room);
        foreach (var logged in chunk)
        {
            log.Replay(tally, logged);
            foreach (var follower in mine[logged.Header.Seq])
            {
                log.Replay(tally, follower);
            }
        }

        await new BatchWrites(connection).SaveReplayAsync(state, stop);
    }

    private async Task<List<LoggedEvent>> ChunkAsync(long after, CancellationToken stop)
    {
        var chunk = new List<LoggedEvent>();
        await using var batch = Sql.Batch(connection, Sql.Command(ChunkSql, Id, Sql.Number(after), Sql.Number(ChunkEvents)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            chunk.Add(LoggedEvent.Of(EventRow.ReadHeader(rows, 0), rows.Bytes(6), rows.GetInt64(7)));
        }

        return chunk;
    }

    private async Task<List<KeptMember>> KeptAsync(CancellationToken stop)
    {
        var kept = new List<KeptMember>();
        await using var batch = Sql.Batch(connection, Sql.Command(KeptSql, Id));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            kept.Add(new KeptMember(
                UserId.Parse(rows.GetString(0)),
                rows.GetInt64(1),
                rows.GetInt64(2),
                rows.GetInt64(3),
                rows.GetBoolean(4),
                rows.GetBoolean(5)));
        }

        return kept;
    }

    private Task PutBackAsync(List<KeptMember> kept, long last, CancellationToken stop) => RunAsync(
        [
            Sql.Command(
                PutBackSql,
                Id,
                Sql.Texts(kept, member => member.User.Value),
                Sql.Numbers(kept, member => member.ReadSeq),
                Sql.Flags(kept, member => member.IsPinned),
                Sql.Number(last),
                Sql.Flags(kept, member => member.IsSilenced)),
            Sql.Command(ReadNosSql, Id),
        ],
        stop);

    // Who is in a broadcast room is not for its log to say: whoever came in by an event may have gone without one.
    private async Task RemoveOthersAsync(List<KeptMember> kept, CancellationToken stop)
    {
        List<UserId> others =
            [.. (await KeptAsync(stop)).Select(member => member.User).Except(kept.Select(member => member.User))];
        await RunAsync([Sql.Command(RemoveSql, Id, Sql.Texts(others, user => user.Value))], stop);
    }

    private async Task RunAsync(NpgsqlBatchCommand[] commands, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, commands);
        batch.Timeout = 0;
        await batch.ExecuteNonQueryAsync(stop);
    }
}
