using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Finds messages in the rooms that a user is in at this moment.</summary>
internal sealed class SearchReads(SqliteSession session)
{
    /// <summary>
    /// So many messages of the whole server are looked at before the rooms come into it. The index knows a room as a word of
    /// each of its messages, and reading where the words meet costs the more the larger the room is.
    /// </summary>
    public const int Glance = 64;

    /// <summary>A page of hits, newest first.</summary>
    public SearchPage Find(SearchQuery query)
    {
        var before = PageCursor.Parse(query.Before)?.Number ?? long.MaxValue;
        var phrases = SearchTerms.OfQuery(query.Text);
        var rooms = Rooms(query.User, query.Room);
        if (phrases.Count == 0 || rooms.Count == 0)
        {
            return new SearchPage([], null);
        }

        var found = Newest(rooms, phrases, before, query.Limit + 1);
        return new SearchPage(
            [.. found.Take(query.Limit).Select(hit => SearchHighlights.Show(Frame(hit), phrases))],
            found.Count > query.Limit ? new PageCursor(found[query.Limit - 1].Id, "").ToString() : null);
    }

    // Rare words are in few messages, whatever the rooms, and frequent ones soon in enough of these rooms. What is neither
    // is left to the index from there on. A single character is many words, which the index would put together twice.
    private List<Hit> Newest(HashSet<RoomId> rooms, IReadOnlyList<SearchPhrase> phrases, long before, int count)
    {
        var found = new List<Hit>();
        var seen = 0;
        if (!phrases.Any(phrase => phrase.IsPrefix))
        {
            foreach (var hit in Matches(SearchIndex.Match(phrases), before, Glance))
            {
                (seen, before) = (seen + 1, hit.Id);
                if (rooms.Contains(hit.Room))
                {
                    found.Add(hit);
                }

                if (found.Count == count)
                {
                    return found;
                }
            }

            if (seen < Glance)
            {
                return found;
            }
        }

        found.AddRange(Matches(SearchIndex.Match(rooms, phrases), before, count - found.Count));
        return found;
    }

    private IEnumerable<Hit> Matches(string match, long before, int limit)
    {
        using var rows = session
            .Query("SELECT rowid, room, seq FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?")
            .Bind(match).Bind(before).Bind(limit);
        while (rows.Step())
        {
            yield return new Hit(rows.Number(0), RoomId.Parse(rows.Text(1)), rows.Number(2));
        }
    }

    private ReadOnlyMemory<byte> Frame(Hit hit)
    {
        using var row = session
            .Query($"SELECT {EventRow.FoldedColumns} FROM room_events e WHERE e.room = ? AND e.seq = ?")
            .Bind(hit.Room.Value).Bind(hit.Seq);
        return row.Step()
            ? EventRow.Read(row, hit.Room).Frame
            : throw new InvalidOperationException($"{hit.Room} has no event {hit.Seq}, but the search index does.");
    }

    private HashSet<RoomId> Rooms(UserId user, RoomId? only)
    {
        var rooms = new HashSet<RoomId>();
        using var rows = session
            .Query("SELECT room FROM members WHERE user = ?1 AND (?2 IS NULL OR room = ?2)")
            .Bind(user.Value).Bind(only?.Value);
        while (rows.Step())
        {
            rooms.Add(RoomId.Parse(rows.Text(0)));
        }

        return rooms;
    }

    /// <param name="Id">Its id in the index.</param>
    /// <param name="Room">The room.</param>
    /// <param name="Seq">Its place in the room's log.</param>
    private readonly record struct Hit(long Id, RoomId Room, long Seq);
}
