using System.Net.WebSockets;

namespace AkkaChat.Server.Sockets;

/// <summary>A socket after its upgrade, whichever way that came.</summary>
/// <param name="Socket">The socket, open.</param>
/// <param name="Stream">What lies under it; null if that is not known.</param>
/// <param name="Gone">Cancelled when the peer is gone, or cut off.</param>
internal readonly record struct OpenSocket(WebSocket Socket, ConnectionStream? Stream, CancellationToken Gone)
{
    /// <summary>Ends the connection at once.</summary>
    public void Abort()
    {
        Socket.Abort();
        Stream?.Abort();
    }
}
