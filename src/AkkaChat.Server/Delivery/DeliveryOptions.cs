using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Delivery;

/// <summary>How events reach the sessions of a node; section <c>AkkaChat:Delivery</c>.</summary>
internal sealed record DeliveryOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Delivery";

    /// <summary>
    /// Deliveries on each node; rooms are shared out among them by hash. The same on all nodes. Each writes to sockets on one
    /// thread at a time, and the fewer there are, the more goes together. Default 2.
    /// </summary>
    [Range(1, 64)]
    public int Instances { get; init; } = 2;

    /// <summary>How often rooms without traffic are compared with the store; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan QuietCheck { get; init; } = TimeSpan.FromSeconds(30);
}
