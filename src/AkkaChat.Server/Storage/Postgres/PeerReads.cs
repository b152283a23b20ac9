using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Finds out who shares a room with whom.</summary>
internal sealed class PeerReads(NpgsqlConnection connection)
{
    // Nobody is shown to those whom they block, nor these to them. LIMIT keeps each pair a walk through the one person's rooms that ends at the first shared one, whatever the planner
    // believes of the tables. 3 is RoomKind.Broadcast.
    private const string PairsSql = """
        SELECT asked.place, shared.yes IS NOT NULL, CASE WHEN shared.yes THEN u.last_seen END
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (one, other, place)
        LEFT JOIN LATERAL (SELECT true AS yes FROM members mine
            JOIN members theirs ON theirs.room = mine.room AND theirs.user_id = asked.other
            JOIN rooms r ON r.id = mine.room AND r.kind <> 3
            WHERE mine.user_id = asked.one
                AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = asked.one AND b.other = asked.other OFFSET 0)
                AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = asked.other AND b.other = asked.one OFFSET 0)
            LIMIT 1) AS shared ON true
        LEFT JOIN users u ON u.id = asked.other
        """;

    /// <summary>The answer to each query.</summary>
    public async Task<IReadOnlyList<Peers>> FindAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop)
    {
        // The marks first: they must not be younger.
        UserId[] people = [.. queries.SelectMany(query => query.Others.Append(query.User)).Distinct()];
        var found = await new People(connection).MembershipMarksAsync(people, stop);
        var marks = people.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);
        var pairs = queries.SelectMany(query => query.Others.Select(other => (query.User, Other: other))).ToList();
        var peers = await PairsAsync(pairs, marks, stop);
        var answers = new List<Peers>(queries.Count);
        var first = 0;
        foreach (var query in queries)
        {
            answers.Add(new Peers(marks[query.User], [.. peers.AsSpan(first, query.Others.Length)]));
            first += query.Others.Length;
        }

        return answers;
    }

    private async Task<Peer[]> PairsAsync(
        List<(UserId User, UserId Other)> pairs, Dictionary<UserId, long> marks, CancellationToken stop)
    {
        var peers = new Peer[pairs.Count];
        await using var batch = Sql.Batch(
            connection,
            Sql.Command(PairsSql, Sql.Texts(pairs, pair => pair.User.Value), Sql.Texts(pairs, pair => pair.Other.Value)));
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var place = (int)rows.GetInt64(0) - 1;
            peers[place] = new Peer(rows.GetBoolean(1), marks[pairs[place].Other], rows.NumberOrNull(2));
        }

        return peers;
    }
}
