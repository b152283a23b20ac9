using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Sockets;

/// <summary>Limits of sockets; section <c>AkkaChat:Sockets</c>.</summary>
internal sealed record SocketOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Sockets";

    /// <summary>How long a closing handshake may take before the connection is cut; default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
