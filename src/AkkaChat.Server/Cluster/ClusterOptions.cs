using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Cluster;

/// <summary>Settings of the cluster; section <c>AkkaChat:Cluster</c>.</summary>
internal sealed record ClusterOptions : IValidatableObject
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Cluster";

    /// <summary>The role of nodes that take sockets.</summary>
    public const string GatewayRole = "gateway";

    /// <summary>The role of nodes that host rooms and users.</summary>
    public const string RoomRole = "room";

    /// <summary>True: this node joins others. Needs a store that nodes can share. Default: false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The name or address under which other nodes reach this one. Default: <c>127.0.0.1</c>.</summary>
    [Required]
    public string Hostname { get; init; } = "127.0.0.1";

    /// <summary>The port under which other nodes reach this one; 0: any free one. Default: 4053. Range: 0 to 65535.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; } = 4053;

    /// <summary>Nodes to join, as <c>host:port</c>. Default: this node itself.</summary>
    public string[] Seeds { get; init; } = [];

    /// <summary>What this node does: <c>gateway</c> takes sockets, <c>room</c> hosts rooms. Default: both.</summary>
    public string[] Roles { get; init; } = [];

    /// <summary>These settings with the defaults of the lists filled in.</summary>
    public ClusterOptions WithDefaults() => this with
    {
        Seeds = Seeds.Length > 0 ? Seeds : [$"{Hostname}:{Port}"],
        Roles = Roles.Length > 0 ? Roles : [GatewayRole, RoomRole],
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Seeds.Length; i++)
        {
            if (!IsHostAndPort(Seeds[i]))
            {
                yield return new ValidationResult($"is '{Seeds[i]}'; it must be host:port.", [$"{nameof(Seeds)}:{i}"]);
            }
        }

        for (var i = 0; i < Roles.Length; i++)
        {
            if (Roles[i] is not (GatewayRole or RoomRole))
            {
                yield return new ValidationResult(
                    $"is '{Roles[i]}'; it must be {GatewayRole} or {RoomRole}.", [$"{nameof(Roles)}:{i}"]);
            }
        }
    }

    private static bool IsHostAndPort(string seed)
    {
        var colon = seed.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(seed.AsSpan(colon + 1), out var port) && port > 0;
    }
}
