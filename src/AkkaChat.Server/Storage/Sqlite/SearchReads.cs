using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Finds messages in the rooms that a user is in at this moment.</summary>
internal sealed class SearchReads(SqliteSession session)
{
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

        var hits = new List<SearchHit>();
        var last = 0L;
        using var rows = session
            .Query($"""
                SELECT found.id, found.room, {EventRow.FoldedColumns}
                FROM (SELECT rowid AS id, room, seq FROM search WHERE search MATCH ?1 AND rowid < ?2
                    ORDER BY rowid DESC LIMIT ?3) AS found
                JOIN room_events e ON e.room = found.room AND e.seq = found.seq
                ORDER BY found.id DESC
                """)
            .Bind(SearchIndex.Match(rooms, phrases)).Bind(before).Bind(query.Limit + 1L);
        while (rows.Step())
        {
            if (hits.Count == query.Limit)
            {
                return new SearchPage(hits, new PageCursor(last, "").ToString());
            }

            hits.Add(SearchHighlights.Show(EventRow.Read(rows, RoomId.Parse(rows.Text(1)), first: 2).Frame, phrases));
            last = rows.Number(0);
        }

        return new SearchPage(hits, null);
    }

    private List<RoomId> Rooms(UserId user, RoomId? only)
    {
        var rooms = new List<RoomId>();
        using var rows = session
            .Query("SELECT room FROM members WHERE user = ?1 AND (?2 IS NULL OR room = ?2)")
            .Bind(user.Value).Bind(only?.Value);
        while (rows.Step())
        {
            rooms.Add(RoomId.Parse(rows.Text(0)));
        }

        return rooms;
    }
}
