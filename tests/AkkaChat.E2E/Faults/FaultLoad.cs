using System.Globalization;
using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;

namespace AkkaChat.E2E.Faults;

/// <summary>Clients that talk in rooms while faults are made, and the history of it.</summary>
internal sealed class FaultLoad : IAsyncDisposable
{
    private readonly Func<IReadOnlyList<ServerProcess>> _nodes;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Roamer> _clients = [];
    private readonly List<string> _rooms = [];
    private readonly List<Task> _running = [];
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _milestones = [];
    private int _acks;
    private volatile bool _isTalking = true;

    private FaultLoad(Func<IReadOnlyList<ServerProcess>> nodes, LoadSize size)
    {
        _nodes = nodes;
        Size = size;
    }

    /// <summary>How much goes on.</summary>
    public LoadSize Size { get; }

    /// <summary>All that happened.</summary>
    public History History { get; } = new();

    /// <summary>Where clients can connect.</summary>
    public IReadOnlyList<ServerProcess> Nodes => _nodes();

    /// <summary>The clients.</summary>
    public IReadOnlyList<Roamer> Clients => _clients;

    /// <summary>The rooms.</summary>
    public IReadOnlyList<string> Rooms => _rooms;

    /// <summary>False when there are to be no new messages.</summary>
    public bool IsTalking => _isTalking;

    /// <summary>Makes people and rooms, and lets them talk.</summary>
    public static async Task<FaultLoad> StartAsync(Func<IReadOnlyList<ServerProcess>> nodes, LoadSize? size = null)
    {
        var load = new FaultLoad(nodes, size ?? LoadSize.Usual);
        try
        {
            await load.PrepareAsync();
            load._running.AddRange(load._clients.Select(client => Task.Run(() => client.RunAsync(load._end.Token))));
            await load.AcksAsync(load.Size.Clients * 4, "the load to get going");
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <summary>Such a load on a cluster.</summary>
    public static Task<FaultLoad> StartAsync(Cluster cluster, LoadSize? size = null) => StartAsync(() => cluster.Servers, size);

    /// <summary>A message was acked.</summary>
    public void OnAck(Guest sender, Draft draft, long seq)
    {
        History.OnAcked(draft.Room, sender.Id, draft.Key, seq);
        lock (_gate)
        {
            _acks++;
            foreach (var (count, reached) in _milestones)
            {
                if (_acks >= count)
                {
                    reached.TrySetResult();
                }
            }

            _milestones.RemoveAll(milestone => _acks >= milestone.Count);
        }
    }

    /// <summary>Waits for so many acks more.</summary>
    public async Task AcksAsync(int more, string why)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int before;
        lock (_gate)
        {
            before = _acks;
            _milestones.Add((before + more, reached));
        }

        await Patience.ForAsync(
            reached.Task, $"{more} more acks, for {why}", () => $"{_acks - before} had come.\n{States()}", Patience.HeavyWork);
    }

    /// <summary>
    /// Waits until every room has acked something that was sent after now, by those who go elsewhere when a node is silent,
    /// or by some of them only.
    /// </summary>
    public async Task AllRoomsAckAsync(string why, Func<Roamer, bool>? by = null)
    {
        var from = History.Length;
        var senders = _clients.Where(client => !client.IsPatient && by?.Invoke(client) != false).ToDictionary(client => client.Guest.Id);
        var rooms = senders.Values.SelectMany(client => client.TalksIn).ToHashSet();
        HashSet<string> acks = [];
        await Patience.UntilAsync(
            () =>
            {
                var lines = History.Since(from).Where(line => senders.ContainsKey(line.Client)).ToList();
                var sent = lines.Where(line => line.Step == HistoryStep.Sent).Select(line => (line.Client, line.Key)).ToHashSet();
                acks = [.. lines
                    .Where(line => line.Step == HistoryStep.Acked && sent.Contains((line.Client, line.Key)))
                    .Select(line => line.Room!)];
                return Task.FromResult(rooms.IsSubsetOf(acks));
            },
            $"an ack in every room, for {why}",
            () => $"None had come in {string.Join(", ", rooms.Except(acks))}.\n{States()}");
    }

    /// <summary>Notes a fault, as a line of the history.</summary>
    public void Note(string fault) => History.OnFault(fault);

    /// <summary>No new messages from now on; waits until every message has a final answer.</summary>
    public async Task FallSilentAsync()
    {
        _isTalking = false;
        await Patience.UntilAsync(
            () => Task.FromResult(_clients.TrueForAll(client => client.Waiting == 0)), "a final answer for every message", States);
    }

    /// <summary>Falls silent, waits until everybody has seen everything, reads all logs, and checks.</summary>
    public async Task<FaultReport> FinishAsync(
        Func<IReadOnlyList<string>, Task<IReadOnlyDictionary<string, IReadOnlyList<LogEntry>>>> readLogs)
    {
        await FallSilentAsync();
        var logs = await readLogs(_rooms);
        foreach (var (room, log) in logs)
        {
            History.OnLog(room, log);
        }

        await Patience.UntilAsync(
            () => Task.FromResult(_clients.TrueForAll(client => client.Rooms.All(room => client.HasSeen(room, logs[room][^1].Seq)))),
            "everybody to have seen everything",
            () => string.Join('\n', _clients.SelectMany(client => client.Rooms
                .Where(room => !client.HasSeen(room, logs[room][^1].Seq))
                .Select(room => $"{client.State} has not seen {logs[room][^1].Seq} of {room}"))));
        await Task.WhenAll(_clients.Select(async client =>
        {
            foreach (var room in client.Rooms)
            {
                History.OnRead(client.Guest.Id, room, await client.ReadLogAsync(room));
            }
        }));
        await StopAsync();
        var patient = _clients.Where(client => client.WasPatient).Select(client => client.Guest.Id).ToHashSet();
        return new FaultReport(History, History.Check(), _clients.Sum(client => client.Connects), patient);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        _end.Dispose();
    }

    private async Task PrepareAsync()
    {
        var nodes = Nodes;
        var guests = await Task.WhenAll(
            Enumerable.Range(0, Size.Clients).Select(i => Guest.SignInAsync(nodes[i % nodes.Count], $"Guest {i}")));
        var keeper = await Guest.SignInAsync(nodes[0], "Keeper");
        await using var owner = await ChatClient.ConnectAsync(nodes[0], keeper, new ConnectOptions { Platform = "bot" });
        for (var room = 0; room < Size.Rooms; room++)
        {
            _rooms.Add(await Cast.RoomAsync(owner, [.. guests.Where((_, i) => IsIn(i, room))]));
        }

        var talking = Talking();
        for (var i = 0; i < guests.Length; i++)
        {
            var mine = Enumerable.Range(0, Size.Rooms).Where(room => IsIn(i, room)).Select(room => _rooms[room]).ToList();
            var foreign = Enumerable.Range(0, Size.Rooms).First(room => !IsIn(i, room));
            var talksIn = talking[i].Select(room => _rooms[room]).ToList();
            _clients.Add(new Roamer(this, guests[i], (i + (i / 3)) % nodes.Count, mine, talksIn, _rooms[foreign]));
        }
    }

    // Which rooms each client talks in: evenly, so that there is somebody for every room.
    private List<List<int>> Talking()
    {
        var talking = Enumerable.Range(0, Size.Clients).Select(_ => new List<int>()).ToList();
        for (var turn = 0; turn < Size.Clients * Size.TalksIn; turn++)
        {
            var room = turn % Size.Rooms;
            var next = Enumerable.Range(0, Size.Clients)
                .Where(client => IsIn(client, room) && !talking[client].Contains(room))
                .OrderBy(client => talking[client].Count)
                .First();
            talking[next].Add(room);
        }

        return talking;
    }

    private static bool IsIn(int client, int room) => (client + room) % 3 != 0;

    private async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private string States() => string.Create(
        CultureInfo.InvariantCulture, $"{_acks} acks in all.\n{string.Join('\n', _clients.Select(client => client.State))}");
}
