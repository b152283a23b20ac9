using System.Net;
using System.Net.Sockets;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class SocketTransportTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Only_TCP_ports_of_nodes_that_take_clients_are_for_it()
    {
        var ofNode = Transport();
        var ofOther = Transport(ClusterOptions.RoomRole);

        Assert.True(ofNode.CanBind(AnyPort));
        Assert.False(ofNode.CanBind(new UnixDomainSocketEndPoint("/tmp/x")));
        Assert.False(ofOther.CanBind(AnyPort));
    }

    [Fact]
    public async Task Connections_are_accepted_each_with_an_id()
    {
        await using var listener = await Transport().BindAsync(AnyPort);
        using var one = await DialAsync(listener);
        using var two = await DialAsync(listener);

        await using var first = await AcceptAsync(listener);
        await using var second = await AcceptAsync(listener);

        Assert.Equal(one.LocalEndPoint, first?.RemoteEndPoint);
        Assert.Equal(two.LocalEndPoint, second?.RemoteEndPoint);
        Assert.NotEqual(first?.ConnectionId, second?.ConnectionId);
        Assert.True(Assert.IsType<AcceptedConnection>(first).Socket.NoDelay);
    }

    [Fact]
    public async Task The_web_servers_connection_of_one_works()
    {
        await using var listener = await Transport().BindAsync(AnyPort);
        using var peer = await DialAsync(listener);
        await using var connection = await AcceptAsync(listener);

        await connection!.Transport.Output.WriteAsync("Hi"u8.ToArray());

        var bytes = new byte[2];
        await peer.ReceiveAsync(bytes).WaitAsync(Patience);
        Assert.Equal("Hi"u8.ToArray(), bytes);
        await connection.Transport.Output.CompleteAsync();
    }

    [Fact]
    public async Task Who_has_left_before_is_no_hindrance_to_the_next()
    {
        await using var listener = await Transport().BindAsync(AnyPort);
        var gone = await DialAsync(listener);
        gone.Close(timeout: 0);
        using var peer = await DialAsync(listener);

        await using var first = await AcceptAsync(listener);
        await using var second = peer.LocalEndPoint!.Equals(first?.RemoteEndPoint) ? null : await AcceptAsync(listener);

        Assert.Equal(peer.LocalEndPoint, (second ?? first)?.RemoteEndPoint);
    }

    [Fact]
    public async Task When_it_is_unbound_nothing_more_is_accepted()
    {
        await using var listener = await Transport().BindAsync(AnyPort);
        var accepting = AcceptAsync(listener);

        await listener.UnbindAsync();

        Assert.Null(await accepting);
        Assert.Null(await AcceptAsync(listener));
    }

    [Fact]
    public async Task A_port_in_use_is_said_to_be()
    {
        await using var listener = await Transport().BindAsync(AnyPort);

        await Assert.ThrowsAsync<AddressInUseException>(async () => await Transport().BindAsync(listener.EndPoint));
    }

    private static SocketTransport Transport(string role = ClusterOptions.GatewayRole) => new(
        Options.Create(new SocketTransportOptions()),
        Options.Create(new ClusterOptions { Roles = [role] }),
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static Task<ConnectionContext?> AcceptAsync(IConnectionListener listener) =>
        listener.AcceptAsync().AsTask().WaitAsync(Patience);

    private static async Task<Socket> DialAsync(IConnectionListener listener)
    {
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.EndPoint);
        return peer;
    }
}
