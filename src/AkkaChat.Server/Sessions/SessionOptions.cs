using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Sessions;

/// <summary>Times and limits of one connection; section <c>AkkaChat:Sessions</c>.</summary>
internal sealed record SessionOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Sessions";

    /// <summary>Requests of one session that may be under way; the socket is not read while there are more. Frozen: rooms size their queues by it.</summary>
    public const int MaxOpenRequests = 32;

    /// <summary>Malformed frames within a minute after which the connection is closed.</summary>
    public const int MaxBadFrames = 10;

    /// <summary>How long a client may take to see and answer a close before it is cut off; a slow phone on a bad network needs seconds.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that may wait for a slow client; beyond it room events are dropped and a <c>gap</c> follows. Default 256 KiB.</summary>
    [Range(16 * 1024, 64 * 1024 * 1024)]
    public int MaxUnsentBytes { get; init; } = 256 * 1024;

    /// <summary>How long a client may stay that slow before it is closed 4008; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SlowTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests a second that a session may make for long; beyond it <c>rate_limited</c>. Default 200.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>Requests that a session may make at once after a rest; default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int RequestBurst { get; init; } = 1_000;

    /// <summary>
    /// How often a session sees to it that its user's actor knows it, and that it knows all rooms of its user: what was lost
    /// between nodes is made good that late. Varied by a quarter. Default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SlotCheck { get; init; } = TimeSpan.FromSeconds(60);
}
