using System.Net;

namespace AkkaChat.Server.Http;

/// <summary>Reads the networks of reverse proxies.</summary>
internal static class ProxyNetwork
{
    private const int Ipv4Bits = 32;
    private const int Ipv6Bits = 128;

    /// <summary>Takes <paramref name="text"/> as a network, or as an address alone.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            var isIpv4 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
            network = new IPNetwork(address, isIpv4 ? Ipv4Bits : Ipv6Bits);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
