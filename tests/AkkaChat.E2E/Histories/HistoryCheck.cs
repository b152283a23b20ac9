namespace AkkaChat.E2E.Histories;

/// <summary>Looks for broken promises in a history.</summary>
internal sealed class HistoryCheck(IReadOnlyList<HistoryLine> lines, IReadOnlyDictionary<string, IReadOnlyList<LogEntry>> logs)
{
    private readonly List<Violation> _found = [];

    /// <summary>All that were found.</summary>
    public IReadOnlyList<Violation> Run()
    {
        var byRoom = lines.Where(line => line.Room is not null).ToLookup(line => line.Room!);
        foreach (var room in byRoom.Select(room => room.Key).Union(logs.Keys))
        {
            var log = logs.GetValueOrDefault(room) ?? [];
            var ofRoom = byRoom[room].ToLookup(line => line.Step);
            CheckLog(room, log);
            CheckSends(room, log, ofRoom);
            CheckAcks(room, log, ofRoom[HistoryStep.Acked]);
            OrderCheck.Session(room, log, ofRoom[HistoryStep.Sent], _found);
            OrderCheck.RealTime(room, log, byRoom[room], _found);
            CheckReaders(room, log, byRoom[room]);
            CheckMarks(room, ofRoom[HistoryStep.Marked]);
        }

        return _found;
    }

    private void CheckLog(string room, IReadOnlyList<LogEntry> log)
    {
        for (var i = 0; i < log.Count; i++)
        {
            if (log[i].Seq != i + 1)
            {
                _found.Add(new(Promise.NoHole, room, $"place {i + 1} of the log has seq {log[i].Seq}"));
                break;
            }
        }

        for (var i = 1; i < log.Count; i++)
        {
            if (log[i].Time < log[i - 1].Time)
            {
                _found.Add(new(Promise.TimeGoesOn, room, $"{log[i]} is earlier than {log[i - 1]}"));
            }
        }

        foreach (var twice in log.Where(entry => entry.Key is not null).GroupBy(entry => (entry.Sender, entry.Key)).Where(g => g.Count() > 1))
        {
            _found.Add(new(Promise.OncePerKey, room, $"{twice.Key} is at {string.Join(", ", twice.Select(entry => entry.Seq))}"));
        }
    }

    private void CheckSends(string room, IReadOnlyList<LogEntry> log, ILookup<HistoryStep, HistoryLine> ofRoom)
    {
        var sent = ofRoom[HistoryStep.Sent].Select(one => (one.Client, one.Key!, one.Text!)).ToHashSet();
        var refused = ofRoom[HistoryStep.Refused].Select(one => (one.Client, one.Key!)).ToHashSet();
        foreach (var entry in log.Where(entry => entry.Key is not null))
        {
            if (!sent.Contains((entry.Sender, entry.Key!, entry.Text ?? "")))
            {
                _found.Add(new(Promise.NothingInvented, room, $"nobody sent {entry}"));
            }

            if (refused.Contains((entry.Sender, entry.Key!)))
            {
                _found.Add(new(Promise.NoFalseNo, room, $"{entry} had been refused"));
            }
        }
    }

    private void CheckAcks(string room, IReadOnlyList<LogEntry> log, IEnumerable<HistoryLine> acked)
    {
        var byKey = log.Where(entry => entry.Key is not null).ToLookup(entry => (entry.Sender, entry.Key!));
        foreach (var acks in acked.GroupBy(ack => (ack.Client, ack.Key!)))
        {
            var seqs = acks.Select(ack => ack.Seq).Distinct().ToList();
            if (seqs.Count > 1)
            {
                _found.Add(new(Promise.OneAnswer, room, $"{acks.Key} was acked at {string.Join(", ", seqs)}"));
            }

            foreach (var seq in seqs.Where(seq => !byKey[acks.Key].Any(entry => entry.Seq == seq)))
            {
                _found.Add(new(Promise.AckedIsKept, room, $"{acks.Key} was acked at {seq} and is not there"));
            }
        }
    }

    private void CheckReaders(string room, IReadOnlyList<LogEntry> log, IEnumerable<HistoryLine> ofRoom)
    {
        foreach (var reader in ofRoom.GroupBy(line => line.Client))
        {
            var stream = reader.Where(line => line.Step is HistoryStep.Started or HistoryStep.Seen or HistoryStep.Gap).ToList();
            var start = stream.FindLastIndex(line => line.Step == HistoryStep.Started);
            if (start >= 0)
            {
                CheckStream(room, log, reader.Key, stream[start..]);
            }

            var pages = reader.Where(line => line.Step == HistoryStep.Read).Select(line => line.Entry!).ToList();
            if (pages.Count > 0 && !pages.SequenceEqual(log))
            {
                var at = pages.Zip(log).TakeWhile(pair => pair.First == pair.Second).Count();
                _found.Add(new(
                    Promise.OneOrder,
                    room,
                    $"the history of {reader.Key} has {pages.Count} events, the log {log.Count}; they differ after {at}"));
            }
        }
    }

    private void CheckStream(string room, IReadOnlyList<LogEntry> log, string reader, List<HistoryLine> stream)
    {
        var bySeq = log.ToLookup(entry => entry.Seq);
        var at = stream[0].Seq;
        foreach (var seen in stream.Skip(1))
        {
            if (seen.After != at)
            {
                _found.Add(new(Promise.NoSilentGap, room, $"{reader} had {at} and got what follows {seen.After}, at {seen.At}"));
            }

            if (seen.Entry is { } entry && !bySeq[entry.Seq].Contains(entry))
            {
                var there = bySeq[entry.Seq].FirstOrDefault();
                _found.Add(new(
                    there is null ? Promise.ShownIsKept : Promise.OneOrder, room, $"{reader} saw {entry}, the log has {there}"));
            }

            at = seen.Seq;
        }

        var head = log.Count == 0 ? 0 : log[^1].Seq;
        if (at < head)
        {
            _found.Add(new(Promise.ReachesTheEnd, room, $"{reader} stopped at {at} of {head}"));
        }
    }

    private void CheckMarks(string room, IEnumerable<HistoryLine> marks)
    {
        foreach (var seen in marks.GroupBy(mark => (mark.Client, Way: mark.Connection, Owner: mark.Key)))
        {
            var highest = 0L;
            foreach (var mark in seen)
            {
                if (mark.Seq < highest)
                {
                    _found.Add(new(
                        Promise.MarksOnlyRise, room, $"{seen.Key.Client} saw the mark of {seen.Key.Owner} go from {highest} to {mark.Seq}"));
                }

                highest = Math.Max(highest, mark.Seq);
            }
        }
    }
}
