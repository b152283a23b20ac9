using System.Net;
using System.Net.Sockets;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// The nodes to ask for the way into the cluster: a list, or all addresses of one DNS name. All nodes must see the same first
/// one, which alone founds a cluster where there is none.
/// </summary>
internal static class SeedNodes
{
    /// <summary>Takes <c>host:port</c> apart.</summary>
    public static bool TryParse(string text, out DnsEndPoint seed)
    {
        var colon = text.LastIndexOf(':');
        if (colon > 0
            && Uri.CheckHostName(text[..colon]) != UriHostNameType.Unknown
            && ushort.TryParse(text.AsSpan(colon + 1), out var port)
            && port > 0)
        {
            seed = new DnsEndPoint(text[..colon], port);
            return true;
        }

        seed = new DnsEndPoint("localhost", 0);
        return false;
    }

    /// <summary>The seeds as they are now; none while the DNS name has too few addresses, or lacks this node's own.</summary>
    public static async Task<IReadOnlyList<DnsEndPoint>> FindAsync(
        ClusterOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken stop)
    {
        if (options.SeedService is null)
        {
            return [.. options.Seeds.Select(Parse)];
        }

        var service = Parse(options.SeedService);
        try
        {
            var addresses = await resolve(service.Host, stop);
            var hosts = addresses.Select(address => address.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();
            return hosts.Count >= options.SeedServiceNodes && hosts.Contains(options.Hostname)
                ? [.. hosts.Select(host => new DnsEndPoint(host, service.Port))]
                : [];
        }
        catch (SocketException)
        {
            return []; // not in DNS yet
        }
    }

    private static DnsEndPoint Parse(string text) => TryParse(text, out var seed)
        ? seed
        : throw new ArgumentException($"'{text}' is not host:port", nameof(text));
}
