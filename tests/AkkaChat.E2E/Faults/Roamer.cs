using System.Net.Sockets;
using System.Net.WebSockets;
using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;

namespace AkkaChat.E2E.Faults;

/// <summary>
/// Somebody who behaves as a client should while nodes come and go: sends several in a row, sends again with the same key
/// what has no final answer, leaves a node that is silent or says bye, and connects to another one with cursors. All of it
/// goes into the history.
/// </summary>
internal sealed class Roamer : IAsyncDisposable
{
    // Longer than a busy machine makes a healthy node wait; a node that is silent for so long is left.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    private readonly Lock _gate = new();
    private readonly FaultLoad _load;
    private readonly Guest _guest;
    private readonly IReadOnlyList<string> _talksIn;
    private readonly Outbox _outbox;
    private readonly Dictionary<string, long> _cursors;
    private readonly Dictionary<string, long> _marked = [];
    private Task _marking = Task.CompletedTask;
    private volatile ChatClient? _client;
    private int _node;
    private TimeSpan _heardAt;
    private TimeSpan _pingAt;
    private volatile bool _isPatient;
    private volatile Frame? _bye;

    /// <summary>A client that begins at a node.</summary>
    public Roamer(FaultLoad load, Guest guest, int node, IReadOnlyList<string> rooms, IReadOnlyList<string> talksIn, string foreignRoom)
    {
        _load = load;
        _guest = guest;
        _node = node;
        _talksIn = talksIn;
        _outbox = new Outbox(load, guest, talksIn, foreignRoom);
        _cursors = rooms.ToDictionary(id => id, _ => 0L);
        foreach (var room in rooms)
        {
            load.History.OnStart(guest.Id, room, 0);
        }
    }

    /// <summary>Who it is.</summary>
    public Guest Guest => _guest;

    /// <summary>The node that it is on, or tries next.</summary>
    public int Node => _node;

    /// <summary>True while it is connected.</summary>
    public bool IsConnected => _client is { Ended.IsCompleted: false };

    /// <summary>How often it connected.</summary>
    public int Connects { get; private set; }

    /// <summary>True: it stays with a node that is silent, as a client does that knows no better.</summary>
    public bool IsPatient
    {
        get => _isPatient;
        set
        {
            _isPatient = value;
            WasPatient |= value;
        }
    }

    /// <summary>True if it ever was like that.</summary>
    public bool WasPatient { get; private set; }

    /// <summary>The leave-takings that it was told of.</summary>
    public List<Frame> Byes { get; } = [];

    /// <summary>The rooms that it is in.</summary>
    public IReadOnlyCollection<string> Rooms => _cursors.Keys;

    /// <summary>The rooms that it talks in.</summary>
    public IReadOnlyList<string> TalksIn => _talksIn;

    /// <summary>Messages without a final answer.</summary>
    public int Waiting => _outbox.Waiting.Count;

    /// <summary>Where it stands and what it waits for, for the text of a failure.</summary>
    public string State => $"{_guest.Name} on node {_node}, connected {Connects} times, waits for "
        + string.Join(", ", _outbox.Waiting.Select(draft => $"{draft.Room}/{draft.Key}"));

    /// <summary>Talks, and comes back whenever it is disconnected, until the load ends.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var why = "end";
            try
            {
                await ConnectAsync(end);
                why = await TalkAsync(end);
            }
            catch (Exception gone) when (IsGone(gone))
            {
                why = gone.GetType().Name;
            }

            if (!end.IsCancellationRequested)
            {
                await LeaveAsync(why);
            }
        }
    }

    /// <summary>Cuts its connection.</summary>
    public void Cut() => _client?.Cut();

    /// <summary>Sends several messages in a row to every room that it is in, as soon as may be.</summary>
    public void SayEverywhere(int each)
    {
        foreach (var room in Rooms)
        {
            for (var i = 0; i < each; i++)
            {
                _outbox.Write(room);
            }
        }
    }

    /// <summary>True if it has seen that room up to there.</summary>
    public bool HasSeen(string room, long seq)
    {
        lock (_gate)
        {
            return _cursors[room] >= seq;
        }
    }

    /// <summary>The whole log of a room, as the history of the server gives it.</summary>
    public async Task<List<LogEntry>> ReadLogAsync(string room)
    {
        var log = new List<LogEntry>();
        Frame page;
        do
        {
            page = await _client!.AskAsync("history", new { room, after = log.Count == 0 ? 0 : log[^1].Seq, limit = 100 });
            log.AddRange(page.List("events").Select(EntryOf));
        }
        while (page.Flag("more"));

        return log;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.DisposeAsync();
        }
    }

    private static LogEntry EntryOf(Frame frame) =>
        new(frame.Seq, frame.Text("from")!, frame.Key, frame.Words, frame.Number("time"));

    private static bool IsGone(Exception failure) => failure
        is ConnectionEndedException or UpgradeRefusedException or ConnectRefusedException or WebSocketException
        or HttpRequestException or SocketException or IOException or ObjectDisposedException or OperationCanceledException
        or TimeoutException or InvalidOperationException;

    private async Task ConnectAsync(CancellationToken end)
    {
        var nodes = _load.Nodes;
        _node %= nodes.Count;
        _bye = null;
        var options = new ConnectOptions { Cursors = Cursors(), Batch = true, OnPush = OnPush, Patience = Silence };
        var client = await ChatClient.ConnectAsync(nodes[_node], _guest, options);
        _client = client;
        Connects++;
        _heardAt = _load.History.Now;
        _load.History.OnConnected(_guest.Id, Connection);
        foreach (var room in client.Welcome.List("rooms"))
        {
            _load.History.OnMarked(_guest.Id, "answer", room.Text("id")!, _guest.Id, room.Number("readSeq"));
        }

        _outbox.SendAllAgain();
        end.ThrowIfCancellationRequested();
    }

    private async Task LeaveAsync(string why)
    {
        if (_client is { } client)
        {
            _client = null;
            await client.DisposeAsync();
            _load.History.OnDisconnected(_guest.Id, Connection, why);
        }

        _node = (_node + 1) % _load.Nodes.Count;
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 250)));
    }

    // Gives the reason for its end.
    private async Task<string> TalkAsync(CancellationToken end)
    {
        using var tick = new PeriodicTimer(Tick);
        while (!end.IsCancellationRequested)
        {
            var client = _client!;
            if (client.Ended.IsCompleted || _bye is not null)
            {
                return _bye?.ToString() ?? "ended";
            }

            var now = _load.History.Now;
            if (now - _heardAt > Silence && !IsPatient)
            {
                return "silent";
            }

            await _outbox.SendDueAsync(client, Connection, HearAsync);
            if (now >= _pingAt)
            {
                _pingAt = now + (Silence / 4);
                var (_, pong) = await client.PostAsync("ping");
                _ = HearAsync(pong);
                await MarkReadAsync();
            }

            await tick.WaitForNextTickAsync(CancellationToken.None);
        }

        return "end";
    }

    private async Task<Frame?> HearAsync(Task<Frame> coming)
    {
        try
        {
            var answer = await coming;
            _heardAt = _load.History.Now;
            return answer;
        }
        catch (ConnectionEndedException)
        {
            return null;
        }
    }

    // One after the other, so that the answers can be compared.
    private async Task MarkReadAsync()
    {
        if (!_marking.IsCompleted)
        {
            return;
        }

        var (room, seq) = Cursors().FirstOrDefault(cursor => cursor.Value > _marked.GetValueOrDefault(cursor.Key) + 20);
        if (room is not null)
        {
            _marked[room] = seq;
            var (_, answer) = await _client!.PostAsync("read", new { room, seq });
            _marking = TakeMarkAsync(room, answer);
        }
    }

    private async Task TakeMarkAsync(string room, Task<Frame> coming)
    {
        if (await HearAsync(coming) is { Type: "ok" } answer)
        {
            _load.History.OnMarked(_guest.Id, "answer", room, _guest.Id, answer.Seq);
        }
    }

    private string Connection => $"{Connects}";

    private Dictionary<string, long> Cursors()
    {
        lock (_gate)
        {
            return new Dictionary<string, long>(_cursors);
        }
    }

    private void OnPush(Frame push)
    {
        _heardAt = _load.History.Now;
        switch (push.Type)
        {
            case "event":
                _load.History.OnSeen(_guest.Id, push.Room!, EntryOf(push));
                MoveTo(push.Room!, push.Seq);
                break;
            case "gap":
                _load.History.OnGap(_guest.Id, push.Room!, push.Number("after"), push.Number("lastSeq"));
                MoveTo(push.Room!, push.Number("lastSeq"));
                break;
            case "read":
                _load.History.OnMarked(_guest.Id, "push", push.Room!, push.Text("user")!, push.Seq);
                break;
            case "bye":
                _bye = new Frame(push.Json.Clone());
                Byes.Add(_bye);
                break;
        }
    }

    private void MoveTo(string room, long seq)
    {
        lock (_gate)
        {
            _cursors[room] = seq;
        }
    }
}
