using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AkkaChat.Server.Cluster;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Listens to TCP ports in place of the web server's transport, with the same settings, on a node that takes clients. Its
/// connections are <see cref="AcceptedConnection"/>s.
/// </summary>
internal sealed class SocketTransport(
    IOptions<SocketTransportOptions> options,
    IOptions<ClusterOptions> cluster,
    TimeProvider clock,
    ILoggerFactory loggers) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private long _lastId = clock.GetUtcNow().Ticks; // so that none comes again after a restart

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint && cluster.Value.IsGateway;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = Bind(endpoint);
        try
        {
            socket.Listen(options.Value.Backlog);
            var logger = loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"); // the connections' own
            var connections = new SocketConnectionContextFactory(OptionsOf(options.Value), logger);
            return new(new SocketListener(
                socket, options.Value.NoDelay, connections, NextId, clock, loggers.CreateLogger<SocketListener>()));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Not public, but nothing else takes over all of the settings, among them the pool of buffers that shrinks when idle.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SocketConnectionFactoryOptions OptionsOf(SocketTransportOptions options);

    private Socket Bind(EndPoint endpoint)
    {
        try
        {
            return options.Value.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(failure.Message, failure);
        }
    }

    private string NextId() => Interlocked.Increment(ref _lastId).ToString("X", CultureInfo.InvariantCulture);
}
