using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Users;

/// <summary>When people count as there, and how those who watch them hear of it; section <c>AkkaChat:Presence</c>.</summary>
internal sealed record PresenceOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Presence";

    /// <summary>Most sessions of one node that hear at once of one person; further ones hear with the next check.</summary>
    public const int MaxWatchers = 10_000;

    /// <summary>Most nodes that hear of one person; further ones hear with the next check.</summary>
    public const int MaxNodes = 1_000;

    /// <summary>How many checks a node may miss before a person's actor forgets that it is interested.</summary>
    private const int ChecksMissed = 3;

    /// <summary>How long the app must be hidden on all devices until its user is away; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a user without a session counts as before, so that nobody sees a reconnect; default 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan OfflineAfter { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long a user's actor that has moved waits for sessions until it says that there are none; a session may need as long
    /// to find it. Default 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SureAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a node asks again for everybody who is watched there, and looks whether they still share a room with those who
    /// watch them: what was lost between nodes is made good that late. The same on all nodes. Default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a person's actor remembers a node that does not ask again.</summary>
    public TimeSpan Lease => ChecksMissed * Check;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SureAfter < OfflineAfter)
        {
            yield return new ValidationResult("must not be shorter than OfflineAfter.", [nameof(SureAfter)]);
        }
    }
}
