using System.Diagnostics.Metrics;
using AkkaChat.Server.Start;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Sockets;

/// <summary>Counts the open sockets of this node, and keeps them to <see cref="LimitOptions.MaxConnections"/>.</summary>
internal sealed class SocketLimit
{
    /// <summary>The name of the folder's meter.</summary>
    public const string MeterName = "AkkaChat.Sockets";

    private readonly int _most;
    private int _open;

    /// <summary>No socket is open.</summary>
    public SocketLimit(IOptions<ServerOptions> options, IMeterFactory meters)
    {
        _most = options.Value.Limits.MaxConnections;
        meters.Create(MeterName).CreateObservableUpDownCounter(
            "akkachat.sockets.open", () => Volatile.Read(ref _open), "{socket}", "Open sockets of this node, signed in or not.");
    }

    /// <summary>Counts one more; false if there are too many.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= _most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>One is closed.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);
}
