using System.Net;
using System.Net.Sockets;
using AkkaChat.Server.Start;

namespace AkkaChat.Server.Cluster;

/// <summary>Whether the port for other nodes can be had: asked before the actor system starts, which says it at great length.</summary>
internal static class RemotingPort
{
    /// <summary>Opens the port and closes it again.</summary>
    /// <exception cref="StartException">It is taken, or its address is not one of this machine.</exception>
    public static void Check(ClusterOptions options)
    {
        var host = options.BindAddress ?? options.Hostname;
        try
        {
            var address = Dns.GetHostAddresses(host).FirstOrDefault()
                ?? throw new SocketException((int)SocketError.HostNotFound);
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, options.Port));
            listener.Listen();
        }
        catch (SocketException refused)
        {
            throw new StartException(
                $"The address for other nodes, {host}:{options.Port}, can't be used: {refused.Message}. See "
                + $"{ClusterOptions.Section}:{nameof(ClusterOptions.Port)}, :{nameof(ClusterOptions.Hostname)} and "
                + $":{nameof(ClusterOptions.BindAddress)}.",
                refused);
        }
    }
}
