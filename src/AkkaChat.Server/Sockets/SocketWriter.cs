using System.Buffers;
using System.Net.WebSockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The way out of one socket: a queue, bounded in bytes by whoever fills it (<see cref="HasRoom"/>), and one write for all
/// that waits in it. Nothing runs while there is nothing to write.
/// </summary>
internal sealed class SocketWriter
{
    /// <summary>Several objects share a frame up to this size, for clients that asked for batches.</summary>
    private const int MaxBatchBytes = 32 * 1024;

    private readonly WebSocket _socket;
    private readonly CoalescingStream? _stream;
    private readonly int _maxUnsentBytes;
    private readonly Lock _gate = new();
    private List<ReadOnlyMemory<byte>> _queue = [];
    private List<ReadOnlyMemory<byte>> _sending = [];
    private int _unsent;
    private bool _busy;
    private bool _closed;
    private (int Code, string Reason)? _close;
    private Action? _whenCalm;

    /// <summary>A writer for an open socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="stream">What lies under it; null if every frame is to be a write of its own.</param>
    /// <param name="maxUnsentBytes">Bytes that may wait for the client to read.</param>
    public SocketWriter(WebSocket socket, CoalescingStream? stream, int maxUnsentBytes)
    {
        _socket = socket;
        _stream = stream;
        _maxUnsentBytes = maxUnsentBytes;
    }

    /// <summary>True if the client takes several objects in one frame.</summary>
    public bool Batch { get; set; }

    /// <summary>Bytes that wait for the client to read.</summary>
    public int UnsentBytes => Volatile.Read(ref _unsent);

    /// <summary>False while the client is slow: what can be dropped is to be dropped.</summary>
    public bool HasRoom => UnsentBytes < _maxUnsentBytes;

    /// <summary>True while there is room for a whole page more.</summary>
    public bool IsCalm => UnsentBytes <= _maxUnsentBytes / 2;

    /// <summary>Sends a frame after all that wait. Never blocks; bounded by its callers.</summary>
    public void Write(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_closed || _close is not null)
            {
                return;
            }

            _queue.Add(frame);
            _unsent += frame.Length;
            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        _ = DrainAsync();
    }

    /// <summary>Calls <paramref name="action"/> once, as soon as <see cref="IsCalm"/>.</summary>
    public void WhenCalm(Action action)
    {
        lock (_gate)
        {
            if (_unsent > _maxUnsentBytes / 2)
            {
                _whenCalm = action;
                return;
            }
        }

        action();
    }

    /// <summary>Closes after all that waits was sent.</summary>
    public void Close(int code, string reason)
    {
        lock (_gate)
        {
            if (_closed || _close is not null)
            {
                return;
            }

            _close = (code, reason);
            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        _ = DrainAsync();
    }

    /// <summary>Ends the socket at once; what waits is dropped.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _closed = true;
            _queue.Clear();
        }

        _socket.Abort();
    }

    private async Task DrainAsync()
    {
        try
        {
            while (Take())
            {
                await SendAsync();
                Sent();
            }

            if (_close is { } close && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, CancellationToken.None);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException
            or ObjectDisposedException or InvalidOperationException)
        {
            Abort(); // the peer is gone: the reader sees it too and ends the session
        }
    }

    // True with something to send in _sending; false when done, and then nothing runs any more.
    private bool Take()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _closed = _close is not null;
                _busy = _closed;
                return false;
            }

            (_queue, _sending) = (_sending, _queue);
            return true;
        }
    }

    private async ValueTask SendAsync()
    {
        _stream?.Hold();
        if (Batch && _sending.Count > 1)
        {
            await SendBatchesAsync();
        }
        else
        {
            foreach (var frame in _sending)
            {
                await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }

        if (_stream is not null)
        {
            await _stream.ReleaseAsync(CancellationToken.None);
        }
    }

    private async ValueTask SendBatchesAsync()
    {
        var batch = new ArrayBufferWriter<byte>(MaxBatchBytes);
        foreach (var frame in _sending)
        {
            if (batch.WrittenCount > 0 && batch.WrittenCount + frame.Length >= MaxBatchBytes)
            {
                await _socket.SendAsync(batch.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                batch.ResetWrittenCount();
            }

            if (batch.WrittenCount > 0)
            {
                batch.Write("\n"u8);
            }

            batch.Write(frame.Span);
        }

        await _socket.SendAsync(batch.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    private void Sent()
    {
        Action? whenCalm = null;
        lock (_gate)
        {
            foreach (var frame in _sending)
            {
                _unsent -= frame.Length;
            }

            _sending.Clear();
            if (_whenCalm is not null && _unsent <= _maxUnsentBytes / 2)
            {
                (whenCalm, _whenCalm) = (_whenCalm, null);
            }
        }

        whenCalm?.Invoke();
    }
}
