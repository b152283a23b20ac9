using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Xunit;

namespace AkkaChat.Tests.Support;

/// <summary>The sending half of a WebSocket: shows what was sent, and can be a peer that does not read.</summary>
internal sealed class FakeSocket : WebSocket
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();
    private readonly Channel<(int Code, string? Reason)> _closed = Channel.CreateBounded<(int, string?)>(1);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _reads = new(0);
    private volatile bool _isReading = true;
    private int _waiting;
    private WebSocketState _state = WebSocketState.Open;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    /// <summary>True while a send waits for the peer to read.</summary>
    public bool IsBlocked => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether anything was sent that the test has not looked at.</summary>
    public bool HasMore => _sent.Reader.TryPeek(out _);

    /// <summary>True once the server cut the connection.</summary>
    public bool IsAborted => _state == WebSocketState.Aborted;

    /// <summary>From now on the peer reads nothing.</summary>
    public void StopReading() => _isReading = false;

    /// <summary>The peer reads everything again.</summary>
    public void ReadOn()
    {
        _isReading = true;
        _reads.Release(1_000);
    }

    /// <summary>The next frame as it was sent.</summary>
    public async Task<string> NextTextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await _sent.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("A frame was to be sent, and none was.");
        }
    }

    /// <summary>The next frame as JSON; it must be of that type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        var text = await NextTextAsync();
        using var document = JsonDocument.Parse(text);
        var frame = document.RootElement.Clone();
        Assert.True(frame.GetProperty("type").GetString() == type, $"expected {type}, got {text}");
        return frame;
    }

    /// <summary>The close frame, once it was sent.</summary>
    public async Task<(int Code, string? Reason)> ClosedAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await _closed.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The socket was to be closed; it is " + _state);
        }
    }

    /// <summary>Waits until the server cut the connection.</summary>
    public Task AbortedAsync() => _aborted.Task.WaitAsync(Patience);

    public override async Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (!_isReading)
        {
            Interlocked.Increment(ref _waiting);
            await _reads.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _waiting);
        }

        if (IsAborted)
        {
            throw new WebSocketException("aborted");
        }

        _sent.Writer.TryWrite(Encoding.UTF8.GetString(buffer));
    }

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        _state = WebSocketState.CloseSent;
        _closed.Writer.TryWrite(((int)closeStatus, statusDescription));
        return Task.CompletedTask;
    }

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _aborted.TrySetResult();
        _reads.Release(1_000);
    }

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void Dispose() => _reads.Dispose();
}
