using System.Text;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// What messages are found by. Changes of one transaction are gathered and written at its end in the order of their ids,
/// because FTS5 writes a new segment whenever an id is smaller than the one before.
/// </summary>
internal sealed class SearchIndex(SqliteSession session)
{
    // An id is a time in milliseconds, eight bits of the room and twelve of the seq: ids sort by time, within a
    // millisecond by room and seq, and hardly ever clash.
    private const int TimeShift = 20;
    private const int RoomShift = 12;
    private const long RoomMask = 0xFF;
    private const long SeqMask = 0xFFF;

    private readonly SortedDictionary<long, Entry?> _pending = [];

    // Ids that this transaction gave away: nothing of them is in the index yet.
    private readonly HashSet<long> _added = [];

    /// <summary>Adds a message.</summary>
    /// <returns>Its id in the index; null if it has no searchable text.</returns>
    public long? Add(RoomId room, long seq, long time, MessageContent content)
    {
        if (Terms(content) is not { } terms)
        {
            return null;
        }

        var id = FreeId(room, seq, time);
        _pending[id] = new Entry(room, seq, terms);
        _added.Add(id);
        return id;
    }

    /// <summary>Gives a message other words.</summary>
    /// <param name="id">Its id in the index; null if it is not in there.</param>
    /// <param name="room">Its room.</param>
    /// <param name="seq">Its place in the log.</param>
    /// <param name="time">When it was posted.</param>
    /// <param name="content">Its new content.</param>
    /// <returns>Its id from now on; null if it has no searchable text any more.</returns>
    public long? Replace(long? id, RoomId room, long seq, long time, MessageContent content)
    {
        if (id is not { } known)
        {
            return Add(room, seq, time, content);
        }

        var terms = Terms(content);
        _pending[known] = terms is null ? null : new Entry(room, seq, terms);
        return terms is null ? null : known;
    }

    /// <summary>Takes a message out.</summary>
    public void Remove(long id) => _pending[id] = null;

    /// <summary>Takes all messages of a room out.</summary>
    public void RemoveRoom(RoomId room)
    {
        using var rows = session.Query("SELECT rowid FROM search WHERE search MATCH ?").Bind($"room_key : \"{RoomKey(room)}\"");
        while (rows.Step())
        {
            Remove(rows.Number(0));
        }

        Flush();
    }

    /// <summary>Writes what was gathered; to be called just before the commit.</summary>
    public void Flush()
    {
        foreach (var (id, entry) in _pending)
        {
            if (!_added.Contains(id))
            {
                session.Query("DELETE FROM search WHERE rowid = ?").Bind(id).Run();
            }

            if (entry is not null)
            {
                session.Query("INSERT INTO search (rowid, room_key, terms, room, seq) VALUES (?, ?, ?, ?, ?)")
                    .Bind(id).Bind(RoomKey(entry.Room)).Bind(entry.Terms).Bind(entry.Room.Value).Bind(entry.Seq)
                    .Run();
            }
        }

        _pending.Clear();
        _added.Clear();
    }

    /// <summary>The query that finds all messages with all of <paramref name="phrases"/>.</summary>
    public static string Match(IEnumerable<SearchPhrase> phrases)
    {
        // Letters and digits in quotes: they cannot carry query syntax.
        var what = string.Join(
            " AND ", phrases.Select(phrase => $"\"{string.Join(' ', phrase.Terms)}\"{(phrase.IsPrefix ? "*" : "")}"));
        return $"terms : ({what})";
    }

    /// <summary>The query that finds messages of <paramref name="rooms"/> with all of <paramref name="phrases"/>.</summary>
    public static string Match(IEnumerable<RoomId> rooms, IEnumerable<SearchPhrase> phrases)
    {
        var where = string.Join(" OR ", rooms.Select(room => $"\"{RoomKey(room)}\"")); // hex digits
        return $"room_key : ({where}) AND {Match(phrases)}";
    }

    private static string RoomKey(RoomId room) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(room.Value));

    private static string? Terms(MessageContent content)
    {
        var terms = SearchableText.Of(content) is { } text ? SearchTerms.OfText(text) : "";
        return terms.Length == 0 ? null : terms;
    }

    private long FreeId(RoomId room, long seq, long time)
    {
        var ofRoom = StringComparer.Ordinal.GetHashCode(room.Value) & RoomMask;
        var id = (time << TimeShift) | (ofRoom << RoomShift) | (seq & SeqMask);
        while (_pending.ContainsKey(id) || IsTaken(id))
        {
            id++;
        }

        return id;
    }

    // FTS5's own table of rows: asking it directly is much cheaper than asking the index.
    private bool IsTaken(long id)
    {
        using var row = session.Query("SELECT 1 FROM search_content WHERE id = ?").Bind(id);
        return row.Step();
    }

    private sealed record Entry(RoomId Room, long Seq, string Terms);
}
