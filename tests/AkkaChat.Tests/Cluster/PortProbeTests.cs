using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using AkkaChat.Server.Cluster;
using Xunit;
using static AkkaChat.Server.Cluster.PortAnswer;

namespace AkkaChat.Tests.Cluster;

public sealed class PortProbeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whoever_listens_accepts_even_if_it_takes_no_notice()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Equal(Accepted, await PortProbe.AskAsync(Node("127.0.0.1", PortOf(listener)), Patience));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_refuses()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = PortOf(listener);
        listener.Stop();

        Assert.Equal(Refused, await PortProbe.AskAsync(Node("127.0.0.1", port), Patience));
    }

    [Fact]
    public async Task No_answer_in_time_says_nothing()
    {
        Assert.Equal(Unknown, await PortProbe.AskAsync(Node("127.0.0.1", 9), TimeSpan.Zero));
    }

    [Fact]
    public async Task A_name_that_nobody_has_says_nothing()
    {
        Assert.Equal(Unknown, await PortProbe.AskAsync(Node("nobody.invalid", 4053), Patience));
    }

    [Fact]
    public async Task An_address_without_a_port_says_nothing()
    {
        Assert.Equal(Unknown, await PortProbe.AskAsync(new Address("akka", "akkachat"), Patience));
    }

    [Theory]
    [InlineData(new PortAnswer[0], Unknown)]
    [InlineData(new[] { Refused }, Refused)]
    [InlineData(new[] { Refused, Refused }, Refused)]
    [InlineData(new[] { Refused, Accepted }, Accepted)]
    [InlineData(new[] { Refused, Unknown }, Unknown)]
    [InlineData(new[] { Unknown, Accepted }, Accepted)]
    internal void All_addresses_of_a_name_must_refuse(PortAnswer[] answers, PortAnswer sum)
    {
        Assert.Equal(sum, PortProbe.Sum(answers));
    }

    private static Address Node(string host, int port) => new("akka.tcp", "akkachat", host, port);

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
