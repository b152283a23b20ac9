using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;

namespace AkkaChat.Server.Sockets;

/// <summary>A connection's two pipes as a stream, which waits for bytes without a buffer.</summary>
internal sealed class TransportStream(ConnectionContext connection) : DuplexStream
{
    /// <inheritdoc/>
    public override void Abort() => connection.Abort(new ConnectionAbortedException("The socket was aborted."));

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var input = connection.Transport.Input;
        var read = await input.ReadAsync(cancellationToken);
        var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
        var taken = read.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        input.AdvanceTo(taken.End); // after this its memory is somebody else's
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = await connection.Transport.Output.WriteAsync(buffer, cancellationToken);
        if (written.IsCompleted)
        {
            throw new IOException("The connection is closed.");
        }
    }
}
