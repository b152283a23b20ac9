namespace AkkaChat.E2E.Histories;

/// <summary>How long a room kept its senders waiting.</summary>
internal static class Waiting
{
    /// <summary>The longest time without an ack in which at least one message waited for one.</summary>
    public static TimeSpan Longest(IEnumerable<HistoryLine> ofRoom)
    {
        var open = new HashSet<(string, string)>();
        var done = new HashSet<(string, string)>();
        var since = TimeSpan.Zero;
        var last = TimeSpan.Zero;
        var longest = TimeSpan.Zero;
        foreach (var line in ofRoom)
        {
            last = line.At;
            switch (line.Step)
            {
                case HistoryStep.Sent when !done.Contains((line.Client, line.Key!)):
                    since = open.Count == 0 ? line.At : since;
                    open.Add((line.Client, line.Key!));
                    break;
                case HistoryStep.Acked when open.Count > 0:
                    longest = Longer(longest, line.At - since);
                    since = line.At;
                    break;
            }

            if (line.Step is HistoryStep.Acked or HistoryStep.Refused)
            {
                open.Remove((line.Client, line.Key!));
                done.Add((line.Client, line.Key!));
            }
        }

        return open.Count == 0 ? longest : Longer(longest, last - since);
    }

    /// <summary>The time of each message from being sent first to being acked first, for those that were.</summary>
    public static List<TimeSpan> OfMessages(IEnumerable<HistoryLine> lines)
    {
        var sent = new Dictionary<(string, string), TimeSpan>();
        var acked = new HashSet<(string, string)>();
        var waits = new List<TimeSpan>();
        foreach (var line in lines)
        {
            if (line.Step == HistoryStep.Sent)
            {
                sent.TryAdd((line.Client, line.Key!), line.At);
            }
            else if (line.Step == HistoryStep.Acked
                && sent.TryGetValue((line.Client, line.Key!), out var since)
                && acked.Add((line.Client, line.Key!)))
            {
                waits.Add(line.At - since);
            }
        }

        return waits;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
