using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Start;

/// <summary>How the server takes leave; section <c>AkkaChat:Shutdown</c>.</summary>
internal sealed record ShutdownOptions
{
    /// <summary>
    /// Time between readiness going off and the first <c>bye</c>, for load balancers to notice. Default: 0. Range: 0 to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReadinessDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// Clients are told to come back after a random part of this, so that they don't all come at once. Default: 5 s.
    /// Range: 0 to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReconnectSpread { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for the whole leave; what is open then is cut. Default: 25 s. Range: 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(25);
}
