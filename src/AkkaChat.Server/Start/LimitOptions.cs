using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Start;

/// <summary>What clients may use up; section <c>AkkaChat:Limits</c>.</summary>
internal sealed record LimitOptions
{
    /// <summary>Most sockets open at once on this node; more are refused with 503. Default: 100,000. Range: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 100_000;

    /// <summary>
    /// Silence after which the server pings a socket; after twice this without a frame it closes it. Default: 25 s.
    /// Range: 0.2 s to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Time from the upgrade to the <c>connect</c> frame; a socket that needs longer is closed. Default: 10 s. Range: 0.2 s to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take before it is answered with <c>unavailable</c>. Default: 10 s. Range: 0.1 s to 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
