using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaChat.Tests.Support;

/// <summary>The two ends of a TCP connection on this machine.</summary>
internal sealed class SocketPair : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public SocketPair()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Peer.Connect(listener.LocalEndpoint);
        Server = listener.AcceptSocket();
    }

    public Socket Server { get; }

    public Socket Peer { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>The peer says something.</summary>
    public void Say(string text) => Peer.Send(Encoding.ASCII.GetBytes(text));

    /// <summary>The peer is gone, without a good-bye.</summary>
    public void Reset() => Peer.Close(timeout: 0);

    /// <summary>What the peer hears, up to the end.</summary>
    public async Task<string> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var all = new StringBuilder();
        var bytes = new byte[64 * 1024];
        while (await Peer.ReceiveAsync(bytes, patience.Token) is var count and > 0)
        {
            all.Append(Encoding.ASCII.GetString(bytes, 0, count));
        }

        return all.ToString();
    }

    public void Dispose()
    {
        Server.Dispose();
        Peer.Dispose();
    }
}
