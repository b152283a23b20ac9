namespace AkkaChat.E2E.Histories;

/// <summary>Whether the log has messages in an order that their senders could rely on.</summary>
internal static class OrderCheck
{
    /// <summary>
    /// What was sent first over one connection comes first. A message that was sent again took effect by any of its
    /// sendings, so only those count that were all done over one connection, before the first one of the other message.
    /// </summary>
    public static void Session(string room, IReadOnlyList<LogEntry> log, IEnumerable<HistoryLine> sent, List<Violation> found)
    {
        var places = Places(log);
        var numbered = sent.Select((line, number) => (Line: line, Number: number));
        foreach (var connection in numbered.GroupBy(one => (one.Line.Client, one.Line.Key)).Select(Of)
            .Where(one => one.Connection is not null && places.ContainsKey((one.Sender, one.Key)))
            .GroupBy(one => one.Connection))
        {
            var finished = new PriorityQueue<Sending, int>(connection.Select(one => (one, one.Last)));
            Sending? latest = null;
            foreach (var next in connection.OrderBy(one => one.First))
            {
                while (finished.TryPeek(out var before, out var last) && last < next.First)
                {
                    finished.Dequeue();
                    latest = latest is null || Place(before) > Place(latest) ? before : latest;
                }

                if (latest is not null && Place(latest) > Place(next))
                {
                    found.Add(new(Promise.SessionOrder, room, $"{next.Sender} sent {latest.Key} before {next.Key}, over {next.Connection}"));
                }
            }
        }

        long Place(Sending one) => places[(one.Sender, one.Key)];
    }

    /// <summary>What was acked or seen before another message was sent for the first time comes before that one.</summary>
    public static void RealTime(string room, IReadOnlyList<LogEntry> log, IEnumerable<HistoryLine> ofRoom, List<Violation> found)
    {
        var places = Places(log);
        var sent = new HashSet<(string, string)>();
        var known = 0L;
        foreach (var line in ofRoom)
        {
            if (line.Step is HistoryStep.Acked or HistoryStep.Seen or HistoryStep.Gap)
            {
                known = Math.Max(known, line.Seq);
            }
            else if (line.Step == HistoryStep.Sent
                && sent.Add((line.Client, line.Key!))
                && places.TryGetValue((line.Client, line.Key!), out var place)
                && place <= known)
            {
                found.Add(new(Promise.RealTimeOrder, room, $"{line.Client} sent {line.Key} when {known} was known, and got {place}"));
            }
        }
    }

    private static Dictionary<(string Sender, string? Key), long> Places(IReadOnlyList<LogEntry> log) => log
        .Where(entry => entry.Key is not null)
        .GroupBy(entry => (entry.Sender, entry.Key))
        .ToDictionary(entries => entries.Key, entries => entries.First().Seq);

    private static Sending Of(IGrouping<(string Client, string? Key), (HistoryLine Line, int Number)> message)
    {
        var connections = message.Select(one => one.Line.Connection).Distinct().ToList();
        return new Sending(
            message.Key.Client,
            message.Key.Key!,
            connections.Count == 1 ? $"{message.Key.Client} {connections[0]}" : null,
            message.Min(one => one.Number),
            message.Max(one => one.Number));
    }

    private sealed record Sending(string Sender, string Key, string? Connection, int First, int Last);
}
