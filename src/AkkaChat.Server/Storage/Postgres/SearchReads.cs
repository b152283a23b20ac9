using System.Globalization;
using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Finds messages in the rooms that a user is in at this moment.</summary>
internal sealed class SearchReads(NpgsqlConnection connection)
{
    /// <summary>
    /// With more rooms than this the index is asked for the terms only, and the rooms are sorted out afterwards: a query of
    /// thousands of alternatives costs more than it saves.
    /// </summary>
    private const int MaxIndexedRooms = 256;

    private const string RoomsSql = "SELECT room FROM members WHERE user_id = $1 AND ($2 IS NULL OR room = $2)";

    // The index finds rows with all terms in any order; a phrase must then stand in the row as it was typed.
    private const string HitsSql = $"""
        SELECT found.time, found.room, {EventRow.FoldedColumns}
        FROM (SELECT s.room, s.seq, s.time FROM message_search s
            WHERE array_to_tsvector(string_to_array('=' || s.room || rtrim(s.terms, ' '), ' ')) @@ $1::tsquery
                AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS phrase WHERE strpos(s.terms, phrase) = 0)
                AND s.room IN (SELECT m.room FROM members m WHERE m.user_id = $3 AND ($4 IS NULL OR m.room = $4))
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

        await using var batch = Sql.Batch(connection, Sql.Command(
            HitsSql,
            Sql.Text(Match(rooms, phrases)),
            Sql.Texts(phrases, MessageTerms.Of),
            Sql.Text(query.User.Value),
            Sql.Text(query.Room?.Value),
            Sql.Number(before?.Time),
            Sql.Number(before?.Seq),
            Sql.Text(before?.Room),
            Sql.Number(query.Limit + 1L)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        var hits = new List<SearchHit>();
        Place? last = null;
        while (await rows.ReadAsync(stop))
        {
            if (hits.Count == query.Limit)
            {
                return new SearchPage(hits, last?.ToString());
            }

            var hit = EventRow.Read(rows, RoomId.Parse(rows.GetString(1)), first: 2);
            hits.Add(SearchHighlights.Show(hit.Frame, phrases));
            last = new Place(rows.GetInt64(0), hit.Seq, rows.GetString(1));
        }

        return new SearchPage(hits, null);
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
