using System.Net.WebSockets;

namespace AkkaChat.Server.Sockets;

/// <summary>A socket after its upgrade, whichever way that came.</summary>
/// <param name="Socket">The socket, open.</param>
/// <param name="Stream">What lies under it; null if that is not known.</param>
/// <param name="Token">The access token that came with the upgrade; null if none did.</param>
/// <param name="Gone">Cancelled when the connection was cut off; that the peer is gone, it may say or leave to a read.</param>
internal sealed record OpenSocket(WebSocket Socket, ConnectionStream? Stream, string? Token, CancellationToken Gone)
{
    /// <summary>The access token, as long as nobody has taken it.</summary>
    public string? Token { get; private set; } = Token;

    /// <summary>The access token, which is long and not kept.</summary>
    public string? TakeToken()
    {
        var token = Token;
        Token = null;
        return token;
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort()
    {
        Socket.Abort();
        Stream?.Abort();
    }
}
