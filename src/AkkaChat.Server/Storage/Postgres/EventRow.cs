using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Columns of <c>room_events</c> as the frame that clients get.</summary>
internal static class EventRow
{
    /// <summary>What <see cref="Read"/> needs, in its order; the body is as it was appended, or erased.</summary>
    public const string AppendedColumns = "e.seq, e.kind, e.time, e.sender, e.message_id, e.client_msg_id, e.body";

    /// <summary>The same with the newest edit in the body. A recall leaves no folded body, so an erased one shows.</summary>
    public const string FoldedColumns =
        "e.seq, e.kind, e.time, e.sender, e.message_id, e.client_msg_id, coalesce(e.folded_body, e.body) AS body";

    /// <summary>The event in the current row, its columns from <paramref name="first"/> on.</summary>
    public static EventFrame Read(NpgsqlDataReader row, RoomId room, int first) =>
        StoredFrame.Of(room, ReadHeader(row, first), row.Bytes(first + 6));

    /// <summary>What the event in the current row has in common with all, its columns from <paramref name="first"/> on.</summary>
    public static EventHeader ReadHeader(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first),
        (EventKind)row.GetInt32(first + 1),
        row.GetInt64(first + 2),
        UserId.Parse(row.GetString(first + 3)),
        row.TextOrNull(first + 4) is { } id ? new MessageId(id) : null,
        row.TextOrNull(first + 5) is { } key ? ClientMessageId.Parse(key) : null);
}
