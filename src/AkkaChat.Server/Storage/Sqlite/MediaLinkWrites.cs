using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Keeps what messages show in step with them, within the transaction of their event.</summary>
internal static class MediaLinkWrites
{
    /// <summary>A message was posted.</summary>
    public static void Add(SqliteSession session, RoomId room, long seq, MessageContent content)
    {
        foreach (var media in MediaLinks.Of(content))
        {
            session.Query("INSERT INTO media_links (media, room, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .Bind(media.Value).Bind(room.Value).Bind(seq).Run();
        }
    }

    /// <summary>A message says something else now.</summary>
    public static void Replace(SqliteSession session, RoomId room, long seq, MessageContent content)
    {
        Remove(session, room, seq);
        Add(session, room, seq, content);
    }

    /// <summary>A message says nothing any more.</summary>
    public static void Remove(SqliteSession session, RoomId room, long seq) => session
        .Query("DELETE FROM media_links WHERE room = ? AND seq = ?").Bind(room.Value).Bind(seq).Run();
}
