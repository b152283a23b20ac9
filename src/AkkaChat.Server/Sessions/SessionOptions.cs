using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Sessions;

/// <summary>Times and limits of one connection; section <c>AkkaChat:Sessions</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>Requests of one session that may be under way; the socket is not read while there are more. Frozen: rooms size their queues by it.</summary>
    public const int MaxOpenRequests = 32;

    /// <summary>Malformed frames within a minute after which the connection is closed.</summary>
    public const int MaxBadFrames = 10;

    /// <summary>How long a fresh connection may wait with <c>connect</c>; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which the server pings; twice as long closes. Default 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a request may take before it is answered <c>unavailable</c>; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that may wait for a slow client; beyond it room events are dropped and a <c>gap</c> follows. Default 256 KiB.</summary>
    [Range(16 * 1024, 64 * 1024 * 1024)]
    public int MaxUnsentBytes { get; init; } = 256 * 1024;

    /// <summary>How long a client may stay that slow before it is closed 4008; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SlowTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests a second that a session may make for long; beyond it <c>rate_limited</c>. Default 200.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>Requests that a session may make at once after a rest; default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int RequestBurst { get; init; } = 1_000;

    /// <summary>Clients of a node that leaves come back within this time, each at a moment of its own; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ReconnectSpread { get; init; } = TimeSpan.FromSeconds(5);
}
