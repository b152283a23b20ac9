using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaChat.E2E.Histories;

/// <summary>
/// What all clients of a run sent and got, in the order in which it was noted, and what the log said at the end. It may be
/// written to from many tasks, and is checked when they are done.
/// </summary>
/// <param name="clock">A clock that only goes on; that of the machine unless told.</param>
public sealed class History(Func<TimeSpan>? clock = null)
{
    private static readonly JsonSerializerOptions Lines = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<HistoryLine> _lines = [];
    private readonly Dictionary<string, IReadOnlyList<LogEntry>> _logs = [];

    /// <summary>The time of the history.</summary>
    public TimeSpan Now => clock?.Invoke() ?? Stopwatch.GetElapsedTime(_start);

    /// <summary>All lines so far.</summary>
    public IReadOnlyList<HistoryLine> All => Since(0);

    /// <summary>How many lines there are.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>Messages sent, each counted once.</summary>
    public int Sends => Messages(HistoryStep.Sent);

    /// <summary>Messages that were acked.</summary>
    public int Acks => Messages(HistoryStep.Acked);

    /// <summary>The lines from that one on.</summary>
    public IReadOnlyList<HistoryLine> Since(int line)
    {
        lock (_gate)
        {
            return _lines[line..];
        }
    }

    /// <summary>A message goes out; sending it again does no harm. To be called before.</summary>
    public void OnSent(string room, string sender, string key, string text, string connection = "") =>
        Add(at => new(at, HistoryStep.Sent, sender, room, connection, key, text));

    /// <summary>It was acked.</summary>
    public void OnAcked(string room, string sender, string key, long seq) =>
        Add(at => new(at, HistoryStep.Acked, sender, room, Key: key, Seq: seq));

    /// <summary>It was refused for good.</summary>
    public void OnRefused(string room, string sender, string key, string code = "") =>
        Add(at => new(at, HistoryStep.Refused, sender, room, Key: key, Text: code));

    /// <summary>It was answered with a temporary error.</summary>
    public void OnUnsure(string room, string sender, string key, string code) =>
        Add(at => new(at, HistoryStep.Unsure, sender, room, Key: key, Text: code));

    /// <summary>A connection was made.</summary>
    public void OnConnected(string client, string connection) =>
        Add(at => new(at, HistoryStep.Connected, client, Connection: connection));

    /// <summary>A connection ended.</summary>
    public void OnDisconnected(string client, string connection, string why) =>
        Add(at => new(at, HistoryStep.Disconnected, client, Connection: connection, Text: why));

    /// <summary>A reader begins after that place.</summary>
    public void OnStart(string reader, string room, long after) =>
        Add(at => new(at, HistoryStep.Started, reader, room, After: after, Seq: after));

    /// <summary>A reader got an event.</summary>
    public void OnSeen(string reader, string room, LogEntry entry) =>
        Add(at => new(at, HistoryStep.Seen, reader, room, After: entry.Seq - 1, Seq: entry.Seq, Entry: entry));

    /// <summary>A reader was told of a gap.</summary>
    public void OnGap(string reader, string room, long after, long lastSeq) =>
        Add(at => new(at, HistoryStep.Gap, reader, room, After: after, Seq: lastSeq));

    /// <summary>A reader fetched all of a room's history.</summary>
    public void OnRead(string reader, string room, IEnumerable<LogEntry> entries)
    {
        foreach (var entry in entries)
        {
            Add(at => new(at, HistoryStep.Read, reader, room, Seq: entry.Seq, Entry: entry));
        }
    }

    /// <summary>Somebody learned where the read mark of <paramref name="owner"/> is; ways of learning are told apart.</summary>
    public void OnMarked(string client, string way, string room, string owner, long seq) =>
        Add(at => new(at, HistoryStep.Marked, client, room, Connection: way, Key: owner, Seq: seq));

    /// <summary>A fault was made or healed.</summary>
    public void OnFault(string what) => Add(at => new(at, HistoryStep.Fault, "", Text: what));

    /// <summary>The log of a room at the end.</summary>
    public void OnLog(string room, IReadOnlyList<LogEntry> entries)
    {
        lock (_gate)
        {
            _logs[room] = entries;
        }
    }

    /// <summary>All broken promises.</summary>
    public IReadOnlyList<Violation> Check()
    {
        lock (_gate)
        {
            return new HistoryCheck(_lines, _logs).Run();
        }
    }

    /// <summary>How long each room was without an ack while somebody waited for one, at worst; some may not count.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Outages(IReadOnlySet<string>? without = null)
    {
        lock (_gate)
        {
            return _lines.Where(line => line.Room is not null && without?.Contains(line.Client) != true).GroupBy(line => line.Room!)
                .ToDictionary(room => room.Key, room => Waiting.Longest(room));
        }
    }

    /// <summary>The longest time from when a message was sent first to when it was acked first.</summary>
    public TimeSpan LongestWait => Waiting.OfMessages(All).DefaultIfEmpty().Max();

    /// <summary>Writes the lines as JSON, one a line.</summary>
    public async Task SaveAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllLinesAsync(path, All.Select(line => JsonSerializer.Serialize(line, Lines)));
    }

    private int Messages(HistoryStep step) =>
        All.Where(line => line.Step == step).Select(line => (line.Room, line.Client, line.Key)).Distinct().Count();

    private void Add(Func<TimeSpan, HistoryLine> line)
    {
        lock (_gate)
        {
            _lines.Add(line(Now));
        }
    }
}
