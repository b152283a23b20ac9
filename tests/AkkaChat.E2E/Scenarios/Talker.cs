using System.Net.Sockets;
using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;

namespace AkkaChat.E2E.Scenarios;

/// <summary>
/// Somebody who behaves as a client should: sends several in a row, sends again with the same key what was not acked,
/// reconnects with cursors, and fills an announced gap. All of it goes into the history.
/// </summary>
public sealed class Talker(
    ServerProcess server,
    Guest guest,
    IReadOnlyList<string> rooms,
    string room,
    int messages,
    History history,
    AckCount acks) : IAsyncDisposable
{
    private const int InFlight = 4;

    private readonly Dictionary<string, long> _cursors = rooms.ToDictionary(id => id, _ => 0L);
    private readonly Lock _gate = new();
    private readonly List<(string Room, long Seq, TaskCompletionSource Reached)> _waiting = [];
    private ChatClient _client = null!;

    /// <summary>How often it connected.</summary>
    public int Connects { get; private set; }

    /// <summary>Gaps that it was told of.</summary>
    public int Gaps { get; private set; }

    /// <summary>Connects, or connects again.</summary>
    public async Task ConnectAsync()
    {
        var options = new ConnectOptions { Device = "d-1", Batch = true, Cursors = Cursors(), OnPush = OnPush };
        if (Connects == 0)
        {
            foreach (var id in rooms)
            {
                history.OnStart(guest.Id, id, 0);
            }
        }

        _client = await ChatClient.ConnectAsync(server, guest, options);
        Connects++;
    }

    /// <summary>Sends everything until everything is acked.</summary>
    public async Task SendAllAsync()
    {
        var open = new Queue<(int Index, Task<Frame> Answer)>();
        var next = 0;
        while (next < messages || open.Count > 0)
        {
            try
            {
                while (next < messages && open.Count < InFlight)
                {
                    open.Enqueue((next, await SendAsync(next)));
                    next++;
                }

                var (index, answer) = open.Peek();
                var frame = await Patience.ForAsync(answer, $"the ack of message {index} of {guest.Name}", _client.Arrived);
                if (frame.Type != "ack")
                {
                    Assert.True(frame.Flag("temporary"), frame.ToString());
                    next = index; // from there on again, in order
                    open.Clear();
                    continue;
                }

                open.Dequeue();
                history.OnAcked(room, guest.Id, Key(index), frame.Seq);
                acks.Add();
            }
            catch (Exception gone) when (IsGone(gone))
            {
                next = open.Count > 0 ? open.Peek().Index : next;
                open.Clear();
                await ComeBackAsync();
            }
        }
    }

    /// <summary>Waits until it has seen that event.</summary>
    public async Task WaitForAsync(string id, long seq)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_cursors[id] >= seq)
            {
                return;
            }

            _waiting.Add((id, seq, reached));
        }

        await Patience.ForAsync(reached.Task, $"event {seq} of {id} for {guest.Name}", () => $"It had come to {Cursors()[id]}.");
    }

    /// <summary>The whole log of a room.</summary>
    public async Task<List<LogEntry>> ReadLogAsync(string id)
    {
        var log = new List<LogEntry>();
        Frame page;
        do
        {
            page = await _client.AskAsync("history", new { room = id, after = log.Count == 0 ? 0 : log[^1].Seq, limit = 100 });
            log.AddRange(page.List("events").Select(EntryOf));
        }
        while (page.Flag("more"));

        return log;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _client.DisposeAsync();

    private static LogEntry EntryOf(Frame frame) => new(frame.Seq, frame.Text("from")!, frame.Key, frame.Words, frame.Number("time"));

    private static bool IsGone(Exception failure) => failure
        is ConnectionEndedException or UpgradeRefusedException or System.Net.WebSockets.WebSocketException
        or HttpRequestException or SocketException or IOException or ObjectDisposedException or OperationCanceledException;

    private static string Key(int index) => $"k-{index}";

    private async Task<Task<Frame>> SendAsync(int index)
    {
        var text = $"message {index} of {guest.Name}";
        history.OnSent(room, guest.Id, Key(index), text, $"{Connects}");
        return (await _client.PostAsync("send", new { room, clientMsgId = Key(index), content = new { kind = "text", text } })).Answer;
    }

    private async Task ComeBackAsync()
    {
        await _client.DisposeAsync();
        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    await ConnectAsync();
                    return true;
                }
                catch (Exception notYet) when (IsGone(notYet))
                {
                    return false;
                }
            },
            $"{guest.Name} to be connected again");
    }

    private Dictionary<string, long> Cursors()
    {
        lock (_gate)
        {
            return new Dictionary<string, long>(_cursors);
        }
    }

    private void OnPush(Frame push)
    {
        if (push.IsEvent)
        {
            history.OnSeen(guest.Id, push.Room!, EntryOf(push));
            MoveTo(push.Room!, push.Seq);
        }
        else if (push.Type == "gap")
        {
            Gaps++;
            history.OnGap(guest.Id, push.Room!, push.Number("after"), push.Number("lastSeq"));
            MoveTo(push.Room!, push.Number("lastSeq"));
        }
    }

    private void MoveTo(string id, long seq)
    {
        lock (_gate)
        {
            _cursors[id] = seq;
            foreach (var (_, _, reached) in _waiting.Where(waiting => waiting.Room == id && waiting.Seq <= seq))
            {
                reached.TrySetResult();
            }
        }
    }
}
