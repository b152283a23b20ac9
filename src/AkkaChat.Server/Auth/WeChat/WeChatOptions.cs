using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>Settings of signing in with WeChat; section <c>AkkaChat:WeChat</c>. Off as long as there is no app id.</summary>
internal sealed record WeChatOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:WeChat";

    /// <summary>The mini program's app id. Default: none, and nobody signs in with WeChat.</summary>
    public string? AppId { get; init; }

    /// <summary>The mini program's secret; either this or <see cref="SecretFile"/>. Default: none.</summary>
    public string? Secret { get; init; }

    /// <summary>A file that holds the secret and nothing else. Default: none.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Where WeChat answers. Default: <c>https://api.weixin.qq.com</c>.</summary>
    [Required]
    public string BaseAddress { get; init; } = "https://api.weixin.qq.com";

    /// <summary>How long an answer of WeChat is waited for. Default: 5 s. Range: 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What people are called until they choose a name: WeChat tells none. Default: <c>微信用户</c>.</summary>
    [Required]
    [StringLength(64)]
    public string FirstName { get; init; } = "微信用户";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(BaseAddress, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            yield return new ValidationResult("must be an http or https address.", [nameof(BaseAddress)]);
        }

        if (AppId is not null && (Secret is null) == (SecretFile is null))
        {
            yield return new ValidationResult(
                $"needs a secret: either {Section}:{nameof(Secret)} or {Section}:{nameof(SecretFile)}.", [nameof(AppId)]);
        }
    }
}
