using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Accepts the connections of one port until it is unbound, and goes on after every failure: at once if a client had left
/// before it was accepted, else after a moment.
/// </summary>
/// <param name="socket">The port's socket, which listens; this owns it.</param>
/// <param name="noDelay">True if the accepted sockets send small packets at once.</param>
/// <param name="connections">Makes the web server's connections of sockets; this owns it.</param>
/// <param name="nextId">Makes the ids of the connections.</param>
/// <param name="clock">Measures the moment.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class SocketListener(
    Socket socket,
    bool noDelay,
    SocketConnectionContextFactory connections,
    Func<string> nextId,
    TimeProvider clock,
    ILogger<SocketListener> log) : IConnectionListener
{
    // What fails is most likely out of file handles, and will be for longer than this.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // While it lasts, every connection that ends lets one in, and the next fails again.
    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);

    private long? _loggedAt;

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                return Take(await socket.AcceptAsync(cancellationToken));
            }
            catch (Exception end) when (end is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null; // unbound
            }
            catch (SocketException gone) when (gone.SocketErrorCode
                is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                continue;
            }
            catch (SocketException failure)
            {
                Log(failure);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        connections.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Log(SocketException failure)
    {
        if (_loggedAt is not { } loggedAt || clock.GetElapsedTime(loggedAt) > LogPause)
        {
            _loggedAt = clock.GetTimestamp();
            LogFailure(failure, EndPoint);
        }
    }

    private AcceptedConnection Take(Socket accepted)
    {
        try
        {
            accepted.NoDelay = noDelay;
            return new AcceptedConnection(accepted, nextId(), connections);
        }
        catch
        {
            accepted.Dispose();
            throw;
        }
    }
}
