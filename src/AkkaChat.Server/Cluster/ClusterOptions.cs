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

    /// <summary>The address that the port is opened on, where that is not what others call it. Default: the host name.</summary>
    public string? BindAddress { get; init; }

    /// <summary>Nodes to join, as <c>host:port</c>. The first may found the cluster. Default: this node itself.</summary>
    public string[] Seeds { get; init; } = [];

    /// <summary>
    /// A DNS name whose addresses are those of all nodes, as <c>host:port</c>, instead of <see cref="Seeds"/>; then
    /// <see cref="Hostname"/> must be this node's address. Default: none.
    /// </summary>
    public string? SeedService { get; init; }

    /// <summary>How many addresses <see cref="SeedService"/> must have before a node joins. Default: 2. Range: 1 to 100.</summary>
    [Range(1, 100)]
    public int SeedServiceNodes { get; init; } = 2;

    /// <summary>How long a start waits for the cluster before it gives up. Default: 90 s. Range: 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>What this node does: <c>gateway</c> takes sockets, <c>room</c> hosts rooms. Default: both.</summary>
    public string[] Roles { get; init; } = [];

    /// <summary>Whether nodes prove to each other who they are.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>True if clients may connect to this node.</summary>
    public bool IsGateway => Roles.Contains(GatewayRole);

    /// <summary>True if rooms and users may live on this node.</summary>
    public bool HostsRooms => Roles.Contains(RoomRole);

    /// <summary>These settings with the defaults of the lists filled in.</summary>
    public ClusterOptions WithDefaults() => this with
    {
        Seeds = Seeds.Length > 0 || SeedService is not null ? Seeds : [$"{Hostname}:{Port}"],
        Roles = Roles.Length > 0 ? Roles : [GatewayRole, RoomRole],
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Seeds.Length; i++)
        {
            if (!SeedNodes.TryParse(Seeds[i], out _))
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

        if (SeedService is not null && !SeedNodes.TryParse(SeedService, out _))
        {
            yield return new ValidationResult($"is '{SeedService}'; it must be host:port.", [nameof(SeedService)]);
        }

        foreach (var (name, host) in new[] { (nameof(Hostname), Hostname), (nameof(BindAddress), BindAddress ?? Hostname) })
        {
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                yield return new ValidationResult($"is '{host}'; it must be a host name or an address.", [name]);
            }
        }
    }
}
