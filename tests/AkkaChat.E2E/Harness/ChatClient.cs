using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaChat.E2E.Harness;

/// <summary>
/// A client of <c>akkachat.v1</c>: matches answers to requests, and keeps pushes in the order in which they came. Whoever
/// waits for a push also finds one that came before, so there is nothing to be late for.
/// </summary>
public sealed class ChatClient : IAsyncDisposable
{
    private const int ShownFrames = 30;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Frame>> _asked = new();
    private readonly List<Frame> _pushes = [];
    private readonly List<(Func<Frame, bool> Is, TaskCompletionSource<Frame> Found)> _waiting = [];
    private readonly TaskCompletionSource<SocketEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Frame>? _onPush;
    private volatile TaskCompletionSource? _pause;
    private Task _reading = Task.CompletedTask;
    private long _lastId;
    private int _wireFrames;

    private ChatClient(Action<Frame>? onPush) => _onPush = onPush;

    /// <summary>What came with <c>connect</c>.</summary>
    public Frame Welcome { get; private set; } = null!;

    /// <summary>The subprotocol that the server chose.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>How the connection ended.</summary>
    public Task<SocketEnd> Ended => _ended.Task;

    /// <summary>WebSocket frames that came; several objects may be in one.</summary>
    public int WireFrames => Volatile.Read(ref _wireFrames);

    /// <summary>The pushes so far.</summary>
    public IReadOnlyList<Frame> Pushes
    {
        get
        {
            lock (_pushes)
            {
                return [.. _pushes];
            }
        }
    }

    /// <summary>The events of <paramref name="room"/> so far.</summary>
    public IReadOnlyList<Frame> EventsOf(string room) => [.. Pushes.Where(push => push.IsEvent && push.Room == room)];

    /// <summary>Opens a socket and says nothing.</summary>
    public static async Task<ChatClient> OpenAsync(
        Uri address,
        string[]? subprotocols = null,
        string? header = null,
        int? receiveBytes = null,
        ConnectOptions? options = null)
    {
        var client = new ChatClient(options?.OnPush);
        foreach (var subprotocol in subprotocols ?? ["akkachat.v1"])
        {
            client._socket.Options.AddSubProtocol(subprotocol);
        }

        if (header is not null)
        {
            client._socket.Options.SetRequestHeader("Authorization", header);
        }

        client._socket.Options.CollectHttpResponseDetails = true;
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        try
        {
            using var patience = new CancellationTokenSource(options?.Patience ?? Patience.Usual);
            using var invoker = new HttpMessageInvoker(Handler(receiveBytes), disposeHandler: false);
            await client._socket.ConnectAsync(address, invoker, patience.Token);
        }
        catch (Exception refused) when (refused is WebSocketException or OperationCanceledException)
        {
            var status = (int)client._socket.HttpStatusCode;
            await client.DisposeAsync();
            throw new UpgradeRefusedException(status, refused);
        }

        client._reading = Task.Run(client.ReadAsync);
        return client;
    }

    /// <summary>Opens a socket and connects.</summary>
    public static async Task<ChatClient> ConnectAsync(
        ServerProcess server, Guest guest, ConnectOptions? options = null, int? receiveBytes = null)
    {
        var client = await OpenAsync(server.SocketAddress, receiveBytes: receiveBytes, options: options);
        try
        {
            var welcome = await client.ConnectAsync(guest.Token, options);
            return welcome.Type == "ok" ? client : throw new ConnectRefusedException(welcome);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends <c>connect</c>; gives the answer.</summary>
    public async Task<Frame> ConnectAsync(string? token, ConnectOptions? options = null)
    {
        options ??= new ConnectOptions();
        Welcome = await AskAsync("connect", new
        {
            token,
            deviceId = options.Device,
            platform = options.Platform,
            cursors = options.Cursors,
            batch = options.Batch,
        }, options.Patience);
        return Welcome;
    }

    /// <summary>Asks, and waits for the answer.</summary>
    public async Task<Frame> AskAsync(string type, object? fields = null, TimeSpan? patience = null)
    {
        var (id, answer) = await PostAsync(type, fields);
        return await Patience.ForAsync(answer, $"the answer to {type} {id}", Arrived, patience);
    }

    /// <summary>Asks; gives the id, and the answer that will come.</summary>
    public async Task<(long Id, Task<Frame> Answer)> PostAsync(string type, object? fields = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var request = JsonSerializer.SerializeToNode(fields ?? new { }, Plain)!.AsObject();
        request.Insert(0, "id", JsonValue.Create(id));
        request.Insert(0, "type", JsonValue.Create(type));
        return (id, await PostRawAsync(id, request.ToJsonString(Plain)));
    }

    /// <summary>Sends <paramref name="json"/> as it is; the answer is the one that carries <paramref name="id"/>.</summary>
    public async Task<Task<Frame>> PostRawAsync(long id, string json)
    {
        var asked = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = asked;
        if (_ended.Task.IsCompleted)
        {
            FailAll();
        }

        await SendAsync(json);
        return asked.Task;
    }

    /// <summary>Says something in a room; gives the answer.</summary>
    public Task<Frame> SayAsync(string room, string key, string text) =>
        AskAsync("send", new { room, clientMsgId = key, content = new { kind = "text", text } });

    /// <summary>Sends a text frame as it is.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Sends a frame as it is.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool isLast = true)
    {
        await _sending.WaitAsync();
        try
        {
            using var patience = new CancellationTokenSource(Patience.Usual);
            await _socket.SendAsync(bytes, type, isLast, patience.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The first push from <paramref name="from"/> on that <paramref name="isIt"/>, whether it came or is to come.</summary>
    public async Task<Frame> WaitForAsync(Func<Frame, bool> isIt, string what, int from = 0, TimeSpan? patience = null)
    {
        Task<Frame> found;
        lock (_pushes)
        {
            var index = _pushes.FindIndex(Math.Min(from, _pushes.Count), frame => isIt(frame));
            if (index >= 0)
            {
                return _pushes[index];
            }

            var waiting = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isIt, waiting));
            found = waiting.Task;
        }

        if (_ended.Task.IsCompleted)
        {
            FailAll();
        }

        return await Patience.ForAsync(found, what, Arrived, patience);
    }

    /// <summary>The event at that place of the log.</summary>
    public Task<Frame> WaitForEventAsync(string room, long seq) =>
        WaitForAsync(push => push.IsEvent && push.Room == room && push.Seq == seq, $"event {seq} of {room}");

    /// <summary>The end of the connection.</summary>
    public Task<SocketEnd> WaitForEndAsync(string what) => Patience.ForAsync(Ended, what, Arrived);

    /// <summary>Waits until the server has answered all that was sent before, and pushed what it had to push before.</summary>
    public Task<Frame> SyncAsync() => AskAsync("ping");

    /// <summary>Reads no more, as a client does whose machine is stuck.</summary>
    public void StopReading() => _pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads again.</summary>
    public void ReadAgain()
    {
        var pause = _pause;
        _pause = null;
        pause?.TrySetResult();
    }

    /// <summary>Closes as a client does that is done.</summary>
    public async Task<SocketEnd> CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        return await WaitForEndAsync("the server's close");
    }

    /// <summary>Cuts the connection.</summary>
    public void Cut() => _socket.Abort();

    /// <summary>What has come so far, for the text of a failure.</summary>
    public string Arrived()
    {
        lock (_pushes)
        {
            var end = _ended.Task.IsCompletedSuccessfully ? $" The connection ended: {_ended.Task.Status}." : "";
            var last = _pushes.Skip(_pushes.Count - ShownFrames).Select(push => $"\n  {push}");
            return $"{_pushes.Count} pushes had arrived, the last ones:{string.Concat(last)}{end}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ReadAgain();
        _socket.Abort();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _sending.Dispose();
    }

    private static SocketsHttpHandler Handler(int? receiveBytes) => new()
    {
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (receiveBytes is { } bytes)
            {
                socket.ReceiveBufferSize = bytes;
            }

            await socket.ConnectAsync(context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private async Task ReadAsync()
    {
        var message = new ArrayBufferWriter<byte>();
        var end = new SocketEnd(0, "cut");
        try
        {
            while (true)
            {
                if (_pause is { } pause)
                {
                    await pause.Task;
                }

                var part = await _socket.ReceiveAsync(message.GetMemory(4096), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    end = new SocketEnd((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription ?? "");
                    if (_socket.State == WebSocketState.CloseReceived)
                    {
                        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                    }

                    break;
                }

                message.Advance(part.Count);
                if (part.EndOfMessage)
                {
                    Interlocked.Increment(ref _wireFrames);
                    Take(message.WrittenSpan);
                    message.ResetWrittenCount();
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException)
        {
            // The end says that it was cut.
        }

        _ended.TrySetResult(end);
        FailAll();
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        foreach (var range in message.Split((byte)'\n'))
        {
            var reader = new Utf8JsonReader(message[range]);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.TryGetProperty("id", out var id) && root.GetProperty("type").GetString() != "event"
                && id.ValueKind == JsonValueKind.Number && _asked.TryRemove(id.GetInt64(), out var asked))
            {
                asked.TrySetResult(new Frame(root.Clone()));
            }
            else if (_onPush is not null)
            {
                _onPush(new Frame(root));
            }
            else
            {
                Push(new Frame(root.Clone()));
            }
        }
    }

    private void Push(Frame push)
    {
        lock (_pushes)
        {
            _pushes.Add(push);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Is(push))
                {
                    _waiting[i].Found.TrySetResult(push);
                    _waiting.RemoveAt(i);
                }
            }
        }
    }

    private void FailAll()
    {
        var closed = new ConnectionEndedException($"The connection ended before that came. {Arrived()}");
        foreach (var id in _asked.Keys)
        {
            if (_asked.TryRemove(id, out var asked))
            {
                asked.TrySetException(closed);
                _ = asked.Task.Exception; // whoever does not wait for it does not miss it
            }
        }

        lock (_pushes)
        {
            foreach (var (_, found) in _waiting)
            {
                found.TrySetException(closed);
            }

            _waiting.Clear();
        }
    }
}
