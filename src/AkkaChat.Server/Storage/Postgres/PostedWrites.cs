using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Writes runs of messages in one message to the database, which is one transaction: it reads nothing, takes for granted what
/// the rooms said of themselves, and is refused as a whole where that is not so. Whoever is refused goes the long way, which
/// finds out for each run.
/// </summary>
internal static class PostedWrites
{
    // The fence. A conversion that fails is how a statement without a function of our own ends its transaction with a word.
    private const string RoomsSql = """
        WITH moved AS (
            UPDATE rooms SET last_seq = new.last_seq, last_time = new.last_time, message_count = new.message_count,
                last_message_seq = new.last_seq, updated_at = new.last_time
            FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
                AS new (id, first_seq, first_no, last_seq, message_count, last_time)
            WHERE rooms.id = new.id AND rooms.last_seq = new.first_seq - 1 AND rooms.message_count = new.first_no - 1
            RETURNING 1)
        SELECT CASE WHEN count(*) = $7 THEN 0
            ELSE ('a room has moved on: ' || count(*) || ' of ' || $7 || ' are where they were')::integer END
        FROM moved
        """;

    private const string ReadMarksSql = """
        UPDATE members m SET read_seq = new.seq, read_no = new.message_no
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS new (room, user_id, seq, message_no)
        WHERE m.room = new.room AND m.user_id = new.user_id AND m.read_seq < new.seq
        """;

    /// <summary>Writes all of <paramref name="runs"/>; false if nothing was written because not all of them could be.</summary>
    /// <exception cref="NpgsqlException">The database failed.</exception>
    public static async Task<bool> TryAsync(NpgsqlConnection connection, PostedRuns runs, CancellationToken stop)
    {
        var messages = runs.Events.ConvertAll(row => row.Message!);
        NpgsqlBatchCommand[] commands =
        [
            Rooms(runs.Rooms),
            BatchWrites.Events(runs.Events),
            ReadMarks(runs.Senders.Values, [.. runs.Senders.Keys]),
            .. MentionWrites.Of(runs.Mentions),
            .. BatchWrites.Terms(messages),
            .. MediaLinkWrites.Of(messages),
        ];
        await using var batch = Sql.Batch(connection, commands);
        try
        {
            await batch.ExecuteNonQueryAsync(stop);
            return true;
        }
        catch (PostgresException refused) when (!PostgresErrors.IsUnavailable(refused) || PostgresErrors.IsWorthAnotherTry(refused))
        {
            return false; // a room has moved on, a key is known, or a text can't be kept: the long way says which
        }
    }

    private static NpgsqlBatchCommand Rooms(List<PostedRoom> rooms) => Sql.Command(
        RoomsSql,
        Sql.Texts(rooms, room => room.Room.Value),
        Sql.Numbers(rooms, room => room.First!.Seq),
        Sql.Numbers(rooms, room => room.First!.MessageNo),
        Sql.Numbers(rooms, room => room.Last!.Seq),
        Sql.Numbers(rooms, room => room.Last!.MessageNo),
        Sql.Numbers(rooms, room => room.Last!.Time),
        Sql.Number(rooms.Count));

    // Sending implies having read.
    private static NpgsqlBatchCommand ReadMarks(
        IReadOnlyCollection<RoomEvent.MessagePosted> last, (RoomId Room, UserId Sender)[] senders) => Sql.Command(
        ReadMarksSql,
        Sql.Texts(senders, sender => sender.Room.Value),
        Sql.Texts(senders, sender => sender.Sender.Value),
        Sql.Numbers(last, posted => posted.Seq),
        Sql.Numbers(last, posted => posted.MessageNo));
}
