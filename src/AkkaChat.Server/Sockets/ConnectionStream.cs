using System.Buffers;
using System.Net.Sockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Stands between a WebSocket and its connection. What the WebSocket writes by itself (pongs, close) and the frames that the
/// server sends go out one after the other, each batch of frames as one write. Writes go straight to the socket, past the web
/// server's pipes and threads: at once if nothing was written before, else when the peer has sent something, which shows that
/// it has the answer to its upgrade.
/// </summary>
internal sealed class ConnectionStream : DuplexStream
{
    private readonly Stream _inner;
    private readonly Socket? _socket;
    private WriteTurn _writing;
    private volatile Socket? _direct;
    private bool _usesInner;

    /// <summary>A stream over an upgraded request, whose answer is under way.</summary>
    /// <param name="inner">The connection.</param>
    /// <param name="socket">Its socket, if bytes may be written to it as they are; null under TLS and on HTTP/2.</param>
    public ConnectionStream(Stream inner, Socket? socket)
    {
        _inner = inner;
        _socket = socket;
    }

    /// <summary>A stream over a connection to which nothing was written.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="socket">Its socket, if bytes may be written to it as they are; null under TLS.</param>
    public ConnectionStream(DuplexStream connection, Socket? socket)
        : this((Stream)connection, socket) => GoDirect();

    /// <summary>Ends the connection at once, where the WebSocket would not.</summary>
    public override void Abort() => (_inner as DuplexStream)?.Abort();

    /// <summary>
    /// Sends objects as one write, on the caller's thread as far as the connection takes them; the rest follows as the peer
    /// reads. They are copied before this returns.
    /// </summary>
    /// <param name="objects">What to send.</param>
    /// <param name="batch">True if several may share a frame.</param>
    /// <exception cref="IOException">The peer is gone.</exception>
    /// <exception cref="SocketException">The peer is gone.</exception>
    public ValueTask SendAsync(ReadOnlySpan<ReadOnlyMemory<byte>> objects, bool batch)
    {
        var size = FrameBatch.SizeOf(objects, batch);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        FrameBatch.Write(objects, batch, buffer);
        if (_direct is not { } direct || !_writing.TryEnter())
        {
            return WaitAndSendAsync(buffer, size);
        }

        var sent = Send(direct, buffer.AsSpan(0, size), out var error);
        if (sent < size && error == SocketError.Success)
        {
            return SendRestAsync(direct, buffer, sent, size);
        }

        _writing.Leave();
        ArrayPool<byte>.Shared.Return(buffer);
        return error == SocketError.Success ? ValueTask.CompletedTask : ValueTask.FromException(new SocketException((int)error));
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.EnterAsync();
        try
        {
            await PassOnAsync(buffer, cancellationToken);
        }
        finally
        {
            _writing.Leave();
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _socket is null || _direct is not null
            ? _inner.ReadAsync(buffer, cancellationToken)
            : ReadFirstAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void GoDirect()
    {
        if (_socket is not null)
        {
            _socket.Blocking = false;
            _direct = _socket;
        }
    }

    // Zero bytes and success: the peer does not read, so its window and our buffer are full.
    private static int Send(Socket direct, ReadOnlySpan<byte> bytes, out SocketError error)
    {
        var sent = direct.Send(bytes, SocketFlags.None, out error);
        if (error is SocketError.WouldBlock or SocketError.TryAgain)
        {
            error = SocketError.Success;
            return 0;
        }

        return sent;
    }

    // What was written before the peer spoke may still be in the web server's pipe: then everything goes that way.
    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken stop)
    {
        var read = await _inner.ReadAsync(buffer, stop);
        if (read > 0 && _writing.TryEnter())
        {
            if (!_usesInner)
            {
                GoDirect();
            }

            _writing.Leave();
        }

        return read;
    }

    private async ValueTask WaitAndSendAsync(byte[] buffer, int size)
    {
        try
        {
            await WriteAsync(buffer.AsMemory(0, size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask SendRestAsync(Socket direct, byte[] buffer, int sent, int size)
    {
        try
        {
            await SendAllAsync(direct, buffer.AsMemory(sent, size - sent), CancellationToken.None);
        }
        finally
        {
            _writing.Leave();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask PassOnAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (_direct is { } direct)
        {
            // What the socket takes at once leaves nothing behind: it keeps what an asynchronous send has needed.
            var sent = Send(direct, bytes.Span, out var error);
            if (error != SocketError.Success)
            {
                throw new SocketException((int)error);
            }

            await SendAllAsync(direct, bytes[sent..], stop);
            return;
        }

        _usesInner = true;
        await _inner.WriteAsync(bytes, stop);
        await _inner.FlushAsync(stop);
    }

    private static async ValueTask SendAllAsync(Socket direct, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await direct.SendAsync(bytes, SocketFlags.None, stop)..];
        }
    }
}
