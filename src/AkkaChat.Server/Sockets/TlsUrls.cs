using System.Net;

namespace AkkaChat.Server.Sockets;

/// <summary>Which of the addresses in <c>Urls</c> are <c>https</c>.</summary>
internal static class TlsUrls
{
    /// <summary>
    /// True if all addresses with the port of <paramref name="endPoint"/> are. Endpoints with settings of their own, which the
    /// web server has in <c>Kestrel:Endpoints</c> and prefers, are left to it.
    /// </summary>
    public static bool Has(IConfiguration configuration, EndPoint? endPoint)
    {
        if (endPoint is not IPEndPoint { Port: var port } || configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            return false;
        }

        var addresses = (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(BindingAddress.Parse)
            .Where(address => address.Port == port)
            .ToList();
        return addresses.Count > 0 && addresses.TrueForAll(address => address.Scheme == "https");
    }
}
