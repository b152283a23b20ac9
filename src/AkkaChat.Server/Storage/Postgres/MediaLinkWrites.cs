using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Keeps what messages show in step with them, within the transaction of their events.</summary>
internal static class MediaLinkWrites
{
    private const string RemoveSql = """
        DELETE FROM media_links l USING unnest($1::text[], $2::bigint[]) AS gone (room, seq)
        WHERE l.room = gone.room AND l.seq = gone.seq
        """;

    private const string AddSql = """
        INSERT INTO media_links (media, room, seq) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
        ON CONFLICT DO NOTHING
        """;

    /// <summary>The statements for messages that were posted or changed; none if there is nothing to do.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Of(IReadOnlyCollection<MessageState> messages)
    {
        var changed = messages.Where(message => message is { IsChanged: true, IsNew: false }).ToList();
        if (changed.Count > 0)
        {
            yield return Sql.Command(
                RemoveSql, Sql.Texts(changed, row => row.Room.Value), Sql.Numbers(changed, row => row.Facts.Seq));
        }

        var added = messages
            .Where(message => message.Media.Count > 0 && (message.IsNew || message.IsChanged))
            .SelectMany(message => message.Media, (message, media) => (message, media))
            .ToList();
        if (added.Count > 0)
        {
            yield return Sql.Command(
                AddSql,
                Sql.Texts(added, row => row.media.Value),
                Sql.Texts(added, row => row.message.Room.Value),
                Sql.Numbers(added, row => row.message.Facts.Seq));
        }
    }
}
