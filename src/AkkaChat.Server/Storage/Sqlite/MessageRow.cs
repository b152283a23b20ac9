using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Columns of <c>room_events</c> as the facts of a message.</summary>
internal static class MessageRow
{
    /// <summary>What <see cref="Read"/> needs, in its order.</summary>
    public const string Columns =
        "seq, message_id, sender, client_msg_id, time, post_hash, version, version_seq, version_hash, recall_seq";

    /// <summary>The facts in the current row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">Where the columns begin.</param>
    public static MessageFacts Read(SqliteStatement row, int first) => new(
        row.Number(first),
        new MessageId(row.Text(first + 1)),
        UserId.Parse(row.Text(first + 2)),
        ClientMessageId.Parse(row.Text(first + 3)),
        row.Number(first + 4),
        row.Number(first + 5),
        (int)row.Number(first + 6),
        row.Number(first + 7),
        row.Number(first + 8),
        row.NumberOrNull(first + 9));
}
