using System.ComponentModel.DataAnnotations;
using AkkaChat.Server.Http;

namespace AkkaChat.Server.Start;

/// <summary>Settings of the whole server; section <c>AkkaChat</c>.</summary>
internal sealed record ServerOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat";

    /// <summary>
    /// Directory of the SQLite file, the keys and local media; made at start if it is missing. Relative to the working
    /// directory. Default: <c>./data</c>.
    /// </summary>
    [Required]
    public string DataDirectory { get; init; } = "./data";

    /// <summary>True: a WebSocket at <c>/</c> is the plain lobby. Default: true in Development, else false.</summary>
    public bool? PlainLobby { get; init; }

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed.
    /// Default: none, so the address of a client is the one that its connection comes from.
    /// </summary>
    public string[] Proxies { get; init; } = [];

    /// <summary>What clients may use up.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How the server takes leave.</summary>
    public ShutdownOptions Shutdown { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Proxies.Length; i++)
        {
            if (!ProxyNetwork.TryParse(Proxies[i], out _))
            {
                yield return new ValidationResult(
                    $"is '{Proxies[i]}'; it must be an address or a network such as 10.0.0.0/8.", [$"{nameof(Proxies)}:{i}"]);
            }
        }
    }
}
