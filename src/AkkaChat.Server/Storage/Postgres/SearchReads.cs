using System.Globalization;
using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Finds messages in the rooms that a user is in at this moment. What many messages have is soon found among the newest, so
/// they are looked through first, as far as that is cheap; for what few have the index is asked. Neither costs more in a large room.
/// </summary>
internal sealed class SearchReads(NpgsqlConnection connection)
{
    /// <summary>
    /// With more rooms than this the index is asked for the terms only, and the rooms are sorted out afterwards: a query of
    /// thousands of alternatives costs more than it saves.
    /// </summary>
    private const int MaxIndexedRooms = 256;

    /// <summary>So many of the newest messages are looked through, in all rooms together: about a millisecond.</summary>
    private const int NewestMessages = 1_000;

    /// <summary>So many times more, where it is to be expected that they have enough hits.</summary>
    private const int MoreTimes = 10;

    /// <summary>With more rooms than this too little of each would be looked through.</summary>
    private const int MaxNewestRooms = 50;

    private const string RoomsSql = "SELECT room FROM members WHERE user_id = $1 AND ($2 IS NULL OR room = $2)";

    // In rooms of which not all was seen there may be more hits, up to the oldest that was seen there: what is found below
    // the edge may not be next.
    private const string NewestSql = """
        WITH seen AS MATERIALIZED (
            SELECT s.room, s.seq, s.time,
                NOT EXISTS (SELECT 1 FROM unnest($1::text[]) AS phrase WHERE strpos(s.terms, phrase) = 0) AS is_hit
            FROM members m
            CROSS JOIN LATERAL (SELECT * FROM message_search t
                WHERE t.room = m.room AND t.time <= $4 AND (t.time, t.seq, t.room) < ($4, $5, $6)
                ORDER BY t.time DESC, t.seq DESC LIMIT $8) AS s
            WHERE m.user_id = $2 AND ($3 IS NULL OR m.room = $3)),
        edge AS (SELECT max(oldest) AS time
            FROM (SELECT min(time) AS oldest FROM seen GROUP BY room HAVING count(*) = $8) AS full_rooms)
        SELECT edge.time, found.time, found.room, found.e_seq, found.kind, found.e_time, found.sender, found.message_id,
            found.client_msg_id, found.body
        FROM edge LEFT JOIN LATERAL (
            SELECT hit.time, hit.room, e.seq AS e_seq, e.kind, e.time AS e_time, e.sender, e.message_id, e.client_msg_id,
                coalesce(e.folded_body, e.body) AS body
            FROM (SELECT * FROM seen WHERE is_hit AND time > coalesce(edge.time, -1)
                ORDER BY time DESC, seq DESC, room DESC LIMIT $7) AS hit
            JOIN room_events e ON e.room = hit.room AND e.seq = hit.seq) AS found ON true
        ORDER BY found.time DESC, found.e_seq DESC, found.room DESC
        """;

    // The index finds rows with all terms in any order; a phrase must then stand in the row as it was typed. That part stands
    // alone, or a planner that takes few hits for many would go through the rooms in the order of time.
    private const string HitsSql = $"""
        WITH matching AS MATERIALIZED (SELECT s.room, s.seq, s.time FROM message_search s
            WHERE array_to_tsvector(string_to_array('=' || s.room || rtrim(s.terms, ' '), ' ')) @@ $1::tsquery
                AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS phrase WHERE strpos(s.terms, phrase) = 0))
        SELECT found.time, found.room, {EventRow.FoldedColumns}
        FROM (SELECT * FROM matching s
            WHERE s.room IN (SELECT m.room FROM members m WHERE m.user_id = $3 AND ($4 IS NULL OR m.room = $4))
                AND ($5 IS NULL OR (s.time, s.seq, s.room) < ($5, $6, $7))
            ORDER BY s.time DESC, s.seq DESC, s.room DESC LIMIT $8) AS found
        JOIN room_events e ON e.room = found.room AND e.seq = found.seq
        ORDER BY found.time DESC, found.seq DESC, found.room DESC
        """;

    /// <summary>A page of hits, newest first.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none that a page ended with.</exception>
    public async Task<SearchPage> FindAsync(SearchQuery query, CancellationToken stop)
    {
        var before = Place.Parse(query.Before);
        var phrases = SearchTerms.OfQuery(query.Text);
        var rooms = phrases.Count == 0 ? [] : await RoomsAsync(query, stop);
        if (rooms.Count == 0)
        {
            return new SearchPage([], null);
        }

        var hits = new Hits(query.Limit, phrases);
        if (rooms.Count > MaxNewestRooms || !await NewestAsync(hits, query, before, NewestMessages / rooms.Count, stop))
        {
            await IndexedAsync(hits, query, before, rooms, stop);
        }

        return hits.Page;
    }

    // True if that was enough.
    private async Task<bool> NewestAsync(Hits hits, SearchQuery query, Place? before, int each, CancellationToken stop)
    {
        if (await LookThroughAsync(hits, query, before, each, stop))
        {
            return true;
        }

        return hits.Count * MoreTimes > query.Limit && await LookThroughAsync(hits, query, before, each * MoreTimes, stop);
    }

    private async Task<bool> LookThroughAsync(Hits hits, SearchQuery query, Place? before, int each, CancellationToken stop)
    {
        var from = before ?? new Place(long.MaxValue, long.MaxValue, "");
        await using var batch = Sql.Batch(connection, Sql.Command(
            NewestSql,
            Sql.Texts(hits.Phrases, MessageTerms.Of),
            Sql.Text(query.User.Value),
            Sql.Text(query.Room?.Value),
            Sql.Number(from.Time),
            Sql.Number(from.Seq),
            Sql.Text(from.Room),
            Sql.Number(query.Limit + 1L),
            Sql.Number(each)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        hits.Clear();
        var isAll = false;
        while (await rows.ReadAsync(stop))
        {
            isAll = rows.NumberOrNull(0) is null;
            if (rows.NumberOrNull(1) is not null)
            {
                hits.Add(rows, first: 1);
            }
        }

        return isAll || hits.IsFull;
    }

    private async Task IndexedAsync(
        Hits hits, SearchQuery query, Place? before, List<string> rooms, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(
            HitsSql,
            Sql.Text(Match(rooms, hits.Phrases)),
            Sql.Texts(hits.Phrases, MessageTerms.Of),
            Sql.Text(query.User.Value),
            Sql.Text(query.Room?.Value),
            Sql.Number(before?.Time),
            Sql.Number(before?.Seq),
            Sql.Text(before?.Room),
            Sql.Number(query.Limit + 1L)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        hits.Clear();
        while (await rows.ReadAsync(stop))
        {
            hits.Add(rows, first: 0);
        }
    }

    // No part can carry query syntax: a room's id has neither quote nor backslash, a term has letters and digits only.
    private static string Match(List<string> rooms, IReadOnlyList<SearchPhrase> phrases)
    {
        var terms = string.Join(" & ", phrases.SelectMany(Terms).Distinct());
        return rooms.Count > MaxIndexedRooms
            ? terms
            : $"({string.Join(" | ", rooms.Select(room => $"'={room}'"))}) & {terms}";
    }

    private static IEnumerable<string> Terms(SearchPhrase phrase) =>
        phrase.Terms.Select(term => phrase.IsPrefix ? $"'{term}':*" : $"'{term}'");

    private async Task<List<string>> RoomsAsync(SearchQuery query, CancellationToken stop)
    {
        var rooms = new List<string>();
        await using var batch = Sql.Batch(
            connection, Sql.Command(RoomsSql, Sql.Text(query.User.Value), Sql.Text(query.Room?.Value)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            rooms.Add(rows.GetString(0));
        }

        return rooms;
    }

    /// <summary>Hits while they are read: one more than a page holds tells that there is another page.</summary>
    private sealed class Hits(int limit, IReadOnlyList<SearchPhrase> phrases)
    {
        private readonly List<(ReadOnlyMemory<byte> Frame, Place Place)> _hits = [];

        public IReadOnlyList<SearchPhrase> Phrases => phrases;

        public int Count => _hits.Count;

        public bool IsFull => _hits.Count > limit;

        public SearchPage Page => new(
            [.. _hits.Take(limit).Select(hit => SearchHighlights.Show(hit.Frame, phrases))],
            IsFull ? _hits[limit - 1].Place.ToString() : null);

        public void Clear() => _hits.Clear();

        public void Add(NpgsqlDataReader row, int first)
        {
            var room = row.GetString(first + 1);
            var hit = EventRow.Read(row, RoomId.Parse(room), first + 2);
            _hits.Add((hit.Frame, new Place(row.GetInt64(first), hit.Seq, room)));
        }
    }

    /// <summary>Where a hit stands among all; the cursor has the time as its number, seq and room as its name.</summary>
    private readonly record struct Place(long Time, long Seq, string Room)
    {
        public static Place? Parse(string? text)
        {
            if (PageCursor.Parse(text) is not { } cursor)
            {
                return null;
            }

            var colon = cursor.Name.IndexOf(':', StringComparison.Ordinal);
            return colon > 0
                && long.TryParse(cursor.Name.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
                && RoomId.TryParse(cursor.Name[(colon + 1)..], out var room)
                    ? new Place(cursor.Number, seq, room.Value)
                    : throw new InvalidCursorException("not a cursor");
        }

        public override string ToString() =>
            new PageCursor(Time, string.Create(CultureInfo.InvariantCulture, $"{Seq}:{Room}")).ToString();
    }
}
