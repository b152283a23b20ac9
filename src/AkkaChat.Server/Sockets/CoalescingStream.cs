using System.Buffers;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Stands between a WebSocket and its connection so that many frames cost one write: while held, writes are collected;
/// <see cref="ReleaseAsync"/> passes them on together. What the WebSocket writes by itself (pongs, close) goes through at
/// once, or with the batch that is being collected.
/// </summary>
internal sealed class CoalescingStream(Stream inner) : Stream
{
    /// <summary>Collected bytes beyond this are passed on before more is taken.</summary>
    public const int ChunkBytes = 32 * 1024;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte>? _collected;
    private bool _held;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Collects from here on.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    /// <summary>Passes on what was collected, in one write, and collects no more.</summary>
    public ValueTask ReleaseAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            _held = false;
        }

        return PassOnAsync(stop);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            (_collected ??= new ArrayBufferWriter<byte>(Math.Max(512, buffer.Length))).Write(buffer.Span);
            if (_held && _collected.WrittenCount < ChunkBytes)
            {
                return ValueTask.CompletedTask;
            }
        }

        return PassOnAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask; // PassOnAsync flushes

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _writing.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask PassOnAsync(CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            ArrayBufferWriter<byte>? collected;
            lock (_gate)
            {
                (collected, _collected) = (_collected, null);
            }

            if (collected is not null)
            {
                await inner.WriteAsync(collected.WrittenMemory, stop);
                await inner.FlushAsync(stop);
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
