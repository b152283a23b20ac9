using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Rooms;

/// <summary>Limits and times of rooms; section <c>AkkaChat:Rooms</c>.</summary>
internal sealed record RoomOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Rooms";

    /// <summary>
    /// Most events that a room has decided and not yet seen committed; beyond it refuses with <c>rate_limited</c>. At
    /// 5 ms a commit and full runs this is far above what one room can write.
    /// </summary>
    public const int MaxPendingEvents = 1024;

    /// <summary>Most events in one run: what one transaction writes for one room.</summary>
    public const int MaxRunEvents = 256;

    /// <summary>Runs of one room on their way to the store. One is being committed while the next one waits in the lane.</summary>
    public const int MaxRunsInFlight = 2;

    /// <summary>How often in a row a room may find the log other than it believed, before it takes itself for superseded.</summary>
    public const int MaxConflicts = 3;

    /// <summary>How long after sending authors may recall; default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RecallWindow { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long after sending authors may edit; default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan EditWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most members of a room; joining a full one is <c>room_full</c>. Default 10,000.</summary>
    [Range(2, 1_000_000)]
    public int MaxMembers { get; init; } = 10_000;

    /// <summary>Most people who are banned from one room; more are refused with <c>too_large</c>. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxBans { get; init; } = 1_000;

    /// <summary>
    /// Most people who are muted in one room at a time, also after they have left it; more are refused with
    /// <c>too_large</c>. Default 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxMutes { get; init; } = 1_000;

    /// <summary>Most people who may wait to be let into one room; more are refused with <c>room_full</c>. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxJoinRequests { get; init; } = 1_000;

    /// <summary>How long a room without traffic stays in memory; default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a room that starts waits for the nodes' interest before its first broadcast; default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan InterestTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Shortest time between two pushes of one person's read mark in one room; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReadPushInterval { get; init; } = TimeSpan.FromSeconds(1);
}
