using System.Text;
using System.Threading.Channels;

namespace AkkaChat.Tests.Support;

/// <summary>A connection: shows each write as Latin-1 text.</summary>
internal sealed class RecordingStream : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _writes = Channel.CreateUnbounded<string>();
    private readonly Channel<byte> _said = Channel.CreateUnbounded<byte>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _permits = new(0);
    private volatile bool _isHolding;

    public bool IsBroken { get; init; }

    public int Flushes { get; private set; }

    public bool HasMore => _writes.Reader.TryPeek(out _);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Hold() => _isHolding = true;

    public void GoOn()
    {
        _isHolding = false;
        _permits.Release(1_000);
    }

    public async Task<string> NextWriteAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await _writes.Reader.ReadAsync(timeout.Token);
    }

    public Task DisposedAsync() => _disposed.Task.WaitAsync(Patience);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isHolding)
        {
            await _permits.WaitAsync(cancellationToken);
        }

        if (IsBroken)
        {
            throw new IOException("The test says so.");
        }

        _writes.Writer.TryWrite(Encoding.Latin1.GetString(buffer.Span));
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flushes++;
        return Task.CompletedTask;
    }

    /// <summary>The peer sends a byte.</summary>
    public void Say(byte said) => _said.Writer.TryWrite(said);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var said = await _said.Reader.ReadAsync(cancellationToken);
        buffer.Span[0] = said;
        return 1;
    }

    public override void Flush() => Flushes++;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _disposed.TrySetResult();
        base.Dispose(disposing);
    }
}
