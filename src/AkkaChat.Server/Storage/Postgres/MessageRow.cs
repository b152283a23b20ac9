using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Columns of <c>room_events</c> as the facts of a message.</summary>
internal static class MessageRow
{
    /// <summary>How many columns <see cref="Read"/> needs.</summary>
    public const int Count = 10;

    /// <summary>What <see cref="Read"/> needs, in its order, of rows named <c>found</c>.</summary>
    public const string Columns =
        "found.seq, found.message_id, found.sender, found.client_msg_id, found.time, found.post_hash, found.version, "
        + "found.version_seq, found.version_hash, found.recall_seq";

    /// <summary>The facts in the current row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">Where the columns begin.</param>
    public static MessageFacts Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first),
        new MessageId(row.GetString(first + 1)),
        UserId.Parse(row.GetString(first + 2)),
        ClientMessageId.Parse(row.GetString(first + 3)),
        row.GetInt64(first + 4),
        row.GetInt64(first + 5),
        row.GetInt32(first + 6),
        row.GetInt64(first + 7),
        row.GetInt64(first + 8),
        row.NumberOrNull(first + 9));
}
