using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Auth;

/// <summary>Settings of signing in; section <c>AkkaChat:Auth</c>.</summary>
internal sealed record AuthOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Auth";

    /// <summary>True: anyone may sign in as a guest by giving a name. Default: true in Development, else false.</summary>
    public bool? Guests { get; init; }

    /// <summary>
    /// The secret that signs access tokens: base64 of at least 32 bytes, or any other text of that length, the same on all nodes
    /// of a cluster. Default: made at the first start and kept in the data directory; a cluster has no default.
    /// </summary>
    public string? SigningKey { get; init; }

    /// <summary>Who issues access tokens; others' are refused. Default: <c>akkachat</c>.</summary>
    [Required]
    public string Issuer { get; init; } = "akkachat";

    /// <summary>For whom access tokens are; others are refused. Default: <c>akkachat</c>.</summary>
    [Required]
    public string Audience { get; init; } = "akkachat";

    /// <summary>How long an access token is good. Default: 1 h. Range: 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a refresh token is good if nobody uses it. Default: 30 days. Range: 1 min to 400 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "400.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a refresh token stays good after another took its place, because the answer with the new one may be lost on
    /// the way. Default: 10 min. Range: 0 to 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Guests that one address may make in a minute; more get <c>rate_limited</c>. Default: 600. Range: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int GuestsPerMinutePerAddress { get; init; } = 600;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKey is not null && Auth.SigningKey.Decode(SigningKey) is null)
        {
            yield return new ValidationResult(
                $"must be at least {Auth.SigningKey.MinBytes} bytes, in base64 or as they are.", [nameof(SigningKey)]);
        }
    }
}
