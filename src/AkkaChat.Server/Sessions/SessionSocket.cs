using AkkaChat.Server.Sockets;

namespace AkkaChat.Server.Sessions;

/// <summary>What a session and its socket's reader share.</summary>
/// <param name="Writer">The way out.</param>
/// <param name="UpgradeToken">The access token that came with the upgrade; null if none did.</param>
internal sealed record SessionSocket(SocketWriter Writer, string? UpgradeToken)
{
    private long _lastHeard;

    /// <summary>The access token of the upgrade, as long as nobody has taken it.</summary>
    public string? UpgradeToken { get; private set; } = UpgradeToken;

    /// <summary>Requests that the reader may still hand over before one of them is answered.</summary>
    public SemaphoreSlim Credits { get; } = new(SessionOptions.MaxOpenRequests);

    /// <summary>When the last frame came, as a timestamp of the node's <see cref="TimeProvider"/>.</summary>
    public long LastHeard
    {
        get => Volatile.Read(ref _lastHeard);
        set => Volatile.Write(ref _lastHeard, value);
    }

    /// <summary>The access token of the upgrade, which is long and not kept.</summary>
    public string? TakeUpgradeToken()
    {
        var token = UpgradeToken;
        UpgradeToken = null;
        return token;
    }
}
