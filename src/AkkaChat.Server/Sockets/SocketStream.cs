using System.Net.Sockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The socket of a connection, taken from the web server, as a stream. Nothing of it lives while it waits for bytes but what
/// the socket has itself; so who reads or writes gets the socket's own exceptions.
/// </summary>
internal sealed class SocketStream(AcceptedConnection connection) : DuplexStream
{
    /// <inheritdoc/>
    public override void Abort() => connection.Abort();

    /// <inheritdoc/>
    /// <exception cref="SocketException">The peer is gone.</exception>
    /// <exception cref="ObjectDisposedException">The connection was ended here.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.Socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="SocketException">The peer is gone.</exception>
    /// <exception cref="ObjectDisposedException">The connection was ended here.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[await connection.Socket.SendAsync(buffer, SocketFlags.None, cancellationToken)..];
        }
    }
}
