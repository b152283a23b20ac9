using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace AkkaChat.Server.Cluster;

/// <summary>Connects to a node's remoting port and closes at once. Sends nothing.</summary>
internal static class PortProbe
{
    /// <summary>
    /// What the port at <paramref name="node"/> answers within <paramref name="timeout"/>. The name is looked up anew each
    /// time. Of several addresses, all must refuse for <see cref="PortAnswer.Refused"/>.
    /// </summary>
    public static async Task<PortAnswer> AskAsync(Address node, TimeSpan timeout)
    {
        if (node is not { Host: { } host, Port: { } port })
        {
            return PortAnswer.Unknown;
        }

        using var patience = new CancellationTokenSource(timeout);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, patience.Token);
            var answers = await Task.WhenAll(
                addresses.Select(address => ConnectAsync(new IPEndPoint(address, port), patience.Token)));
            return Sum(answers);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException or OperationCanceledException)
        {
            return PortAnswer.Unknown;
        }
    }

    /// <summary>What <paramref name="answers"/> of one host's addresses say together.</summary>
    internal static PortAnswer Sum(IReadOnlyCollection<PortAnswer> answers)
    {
        if (answers.Contains(PortAnswer.Accepted))
        {
            return PortAnswer.Accepted;
        }

        return answers.Count > 0 && answers.All(answer => answer == PortAnswer.Refused)
            ? PortAnswer.Refused
            : PortAnswer.Unknown;
    }

    private static async Task<PortAnswer> ConnectAsync(IPEndPoint endPoint, CancellationToken patience)
    {
        try
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endPoint, patience);
            return PortAnswer.Accepted;
        }
        catch (SocketException failure)
        {
            // Only this one is the host's own word that nothing listens. "Host unreachable" and the like are a router's.
            return failure.SocketErrorCode == SocketError.ConnectionRefused ? PortAnswer.Refused : PortAnswer.Unknown;
        }
        catch (OperationCanceledException)
        {
            return PortAnswer.Unknown;
        }
    }
}
