using System.Net.Sockets;
using System.Net.WebSockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The way out of one socket: a queue, bounded in bytes by whoever fills it (<see cref="HasRoom"/>), and one write for all
/// that waits in it. Nothing runs while there is nothing to write.
/// </summary>
/// <param name="socket">The socket, open.</param>
/// <param name="stream">What lies under it and takes frames as they are; null if they go through the socket, one by one.</param>
/// <param name="maxUnsentBytes">Bytes that may wait for the client to read.</param>
internal sealed class SocketWriter(WebSocket socket, ConnectionStream? stream, int maxUnsentBytes) : IThreadPoolWorkItem
{
    private readonly SendQueue _queue = new(maxUnsentBytes);
    private (int Code, string Reason)? _close;

    /// <summary>True if the client takes several objects in one frame.</summary>
    public bool Batch { get; set; }

    /// <summary>Bytes that wait for the client to read.</summary>
    public int UnsentBytes => _queue.Bytes;

    /// <summary>False while the client is slow: what can be dropped is to be dropped.</summary>
    public bool HasRoom => _queue.Bytes < maxUnsentBytes;

    /// <summary>True while there is room for a whole page more.</summary>
    public bool IsCalm => _queue.Bytes <= maxUnsentBytes / 2;

    /// <summary>Sends a frame after all that wait. Never blocks; bounded by its callers.</summary>
    public void Write(ReadOnlyMemory<byte> frame)
    {
        if (_queue.Add(frame))
        {
            _ = DrainAsync();
        }
    }

    /// <summary>Sends frames after all that wait, together.</summary>
    public void Write(ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        if (_queue.Add(frames))
        {
            _ = DrainAsync();
        }
    }

    /// <summary>
    /// Sends a frame after all that wait, a moment later: what else comes for the client until a thread is free goes with it.
    /// </summary>
    public void WriteSoon(ReadOnlyMemory<byte> frame)
    {
        if (_queue.Add(frame))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    /// <summary>Calls <paramref name="action"/> once, as soon as <see cref="IsCalm"/>.</summary>
    public void WhenCalm(Action action) => _queue.WhenCalm(action);

    /// <summary>Closes after all that waits was sent.</summary>
    public void Close(int code, string reason)
    {
        _close ??= (code, reason);
        if (_queue.Close())
        {
            _ = DrainAsync();
        }
    }

    /// <summary>Ends the socket at once; what waits is dropped.</summary>
    public void Abort()
    {
        _queue.Clear();
        var isOver = socket.State == WebSocketState.Closed;
        socket.Abort();
        if (!isOver)
        {
            stream?.Abort(); // else a client that says nothing more would keep its connection
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            while (_queue.Take() is { IsEmpty: false } frames)
            {
                await SendAsync(frames);
                _queue.Sent();
            }

            if (_close is { } close && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, CancellationToken.None);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or SocketException
            or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            Abort(); // the peer is gone: the reader sees it too and ends the session
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> frames)
    {
        if (stream is null)
        {
            return SendEachAsync(frames);
        }

        // The frames do not pass the WebSocket, which is the one that knows whether any may still be sent.
        return socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? stream.SendAsync(frames.Span, Batch)
            : ValueTask.FromException(new WebSocketException(WebSocketError.InvalidState));
    }

    private async ValueTask SendEachAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> frames)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            await socket.SendAsync(frames.Span[i], WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}
