namespace AkkaChat.E2E.Histories;

/// <summary>
/// What all clients of a run sent and got, and what the log said at the end. It may be written to from many tasks, and is
/// checked when they are done.
/// </summary>
public sealed class History
{
    private readonly Lock _gate = new();
    private readonly List<Sent> _sent = [];
    private readonly List<Acked> _acked = [];
    private readonly HashSet<(string Room, string Sender, string Key)> _refused = [];
    private readonly Dictionary<(string Reader, string Room), List<Seen>> _streams = [];
    private readonly Dictionary<string, IReadOnlyList<LogEntry>> _logs = [];

    /// <summary>Messages sent for the first time.</summary>
    public int Sends => _sent.Select(sent => (sent.Room, sent.Sender, sent.Key)).Distinct().Count();

    /// <summary>Messages that were acked.</summary>
    public int Acks => _acked.Select(acked => (acked.Room, acked.Sender, acked.Key)).Distinct().Count();

    /// <summary>A message went out; sending it again does no harm.</summary>
    public void OnSent(string room, string sender, string key, string text) => Add(() => _sent.Add(new(room, sender, key, text)));

    /// <summary>It was acked.</summary>
    public void OnAcked(string room, string sender, string key, long seq) => Add(() => _acked.Add(new(room, sender, key, seq)));

    /// <summary>It was refused for good.</summary>
    public void OnRefused(string room, string sender, string key) => Add(() => _refused.Add((room, sender, key)));

    /// <summary>A reader begins after that place.</summary>
    public void OnStart(string reader, string room, long after) =>
        Add(() => _streams[(reader, room)] = [new Seen(after, after, null)]);

    /// <summary>A reader got an event.</summary>
    public void OnSeen(string reader, string room, LogEntry entry) =>
        Add(() => _streams[(reader, room)].Add(new Seen(entry.Seq - 1, entry.Seq, entry)));

    /// <summary>A reader was told of a gap.</summary>
    public void OnGap(string reader, string room, long after, long lastSeq) =>
        Add(() => _streams[(reader, room)].Add(new Seen(after, lastSeq, null)));

    /// <summary>The log of a room at the end.</summary>
    public void OnLog(string room, IReadOnlyList<LogEntry> entries) => Add(() => _logs[room] = entries);

    /// <summary>All broken promises.</summary>
    public IReadOnlyList<Violation> Check()
    {
        var found = new List<Violation>();
        foreach (var (room, log) in _logs)
        {
            CheckLog(room, log, found);
            CheckSends(room, log, found);
            CheckAcks(room, log, found);
            CheckSessionOrder(room, log, found);
            foreach (var (reader, seen) in _streams.Where(stream => stream.Key.Room == room))
            {
                CheckStream(room, log, reader.Reader, seen, found);
            }
        }

        return found;
    }

    private static void CheckLog(string room, IReadOnlyList<LogEntry> log, List<Violation> found)
    {
        for (var i = 0; i < log.Count; i++)
        {
            if (log[i].Seq != i + 1)
            {
                found.Add(new(Promise.NoHole, room, $"place {i + 1} of the log has seq {log[i].Seq}"));
                break;
            }
        }

        foreach (var twice in log.Where(entry => entry.Key is not null).GroupBy(entry => (entry.Sender, entry.Key)).Where(g => g.Count() > 1))
        {
            found.Add(new(Promise.OncePerKey, room, $"{twice.Key} is at {string.Join(", ", twice.Select(entry => entry.Seq))}"));
        }
    }

    private static void CheckStream(
        string room, IReadOnlyList<LogEntry> log, string reader, List<Seen> stream, List<Violation> found)
    {
        var bySeq = log.ToLookup(entry => entry.Seq);
        var at = stream[0].Last;
        foreach (var seen in stream.Skip(1))
        {
            if (seen.After != at)
            {
                found.Add(new(Promise.NoSilentGap, room, $"{reader} had {at} and got what follows {seen.After}"));
            }

            if (seen.Entry is not null && !bySeq[seen.Entry.Seq].Contains(seen.Entry))
            {
                found.Add(new(Promise.OneOrder, room, $"{reader} saw {seen.Entry}, the log has {bySeq[seen.Entry.Seq].FirstOrDefault()}"));
            }

            at = seen.Last;
        }

        var head = log.Count == 0 ? 0 : log[^1].Seq;
        if (at < head)
        {
            found.Add(new(Promise.ReachesTheEnd, room, $"{reader} stopped at {at} of {head}"));
        }
    }

    private void CheckSends(string room, IReadOnlyList<LogEntry> log, List<Violation> found)
    {
        var sent = _sent.Where(one => one.Room == room).Select(one => (one.Sender, one.Key, one.Text)).ToHashSet();
        foreach (var entry in log.Where(entry => entry.Key is not null))
        {
            if (!sent.Contains((entry.Sender, entry.Key!, entry.Text ?? "")))
            {
                found.Add(new(Promise.NothingInvented, room, $"nobody sent {entry}"));
            }

            if (_refused.Contains((room, entry.Sender, entry.Key!)))
            {
                found.Add(new(Promise.NoFalseNo, room, $"{entry} had been refused"));
            }
        }
    }

    private void CheckAcks(string room, IReadOnlyList<LogEntry> log, List<Violation> found)
    {
        var byKey = log.Where(entry => entry.Key is not null).ToLookup(entry => (entry.Sender, entry.Key!));
        foreach (var acks in _acked.Where(acked => acked.Room == room).GroupBy(acked => (acked.Sender, acked.Key)))
        {
            var seqs = acks.Select(acked => acked.Seq).Distinct().ToList();
            if (seqs.Count > 1)
            {
                found.Add(new(Promise.OneAnswer, room, $"{acks.Key} was acked at {string.Join(", ", seqs)}"));
            }

            foreach (var seq in seqs.Where(seq => !byKey[acks.Key].Any(entry => entry.Seq == seq)))
            {
                found.Add(new(Promise.AckedIsKept, room, $"{acks.Key} was acked at {seq} and is not there"));
            }
        }
    }

    // Each sender is one session, and sends one after the other or in a row, but never a later one first.
    private void CheckSessionOrder(string room, IReadOnlyList<LogEntry> log, List<Violation> found)
    {
        var order = new Dictionary<(string, string), int>();
        foreach (var sent in _sent.Where(sent => sent.Room == room))
        {
            order.TryAdd((sent.Sender, sent.Key), order.Count);
        }

        foreach (var sender in log.Where(entry => entry.Key is not null).GroupBy(entry => entry.Sender))
        {
            var places = sender.Select(entry => order.GetValueOrDefault((entry.Sender, entry.Key!), -1)).Where(place => place >= 0).ToList();
            for (var i = 1; i < places.Count; i++)
            {
                if (places[i] < places[i - 1])
                {
                    found.Add(new(Promise.SessionOrder, room, $"{sender.Key} sent message {places[i]} before message {places[i - 1]}"));
                    break;
                }
            }
        }
    }

    private void Add(Action change)
    {
        lock (_gate)
        {
            change();
        }
    }

    private sealed record Sent(string Room, string Sender, string Key, string Text);

    private sealed record Acked(string Room, string Sender, string Key, long Seq);

    private sealed record Seen(long After, long Last, LogEntry? Entry);
}
