namespace AkkaChat.Server.Cluster;

/// <summary>How large what crosses nodes may be.</summary>
internal static class WireLimits
{
    /// <summary>
    /// Largest message of ours between nodes, in bytes, without its envelope. The nodes of a pair share one connection: a
    /// larger message would hold up everything behind it.
    /// </summary>
    public const int MaxMessageBytes = 64 * 1024;
}
