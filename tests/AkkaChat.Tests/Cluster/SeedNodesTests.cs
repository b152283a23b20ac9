using System.Net;
using System.Net.Sockets;
using AkkaChat.Server.Cluster;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class SeedNodesTests
{
    private static readonly IPAddress First = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Second = IPAddress.Parse("10.0.0.2");

    [Theory]
    [InlineData("node-1.chat.svc.cluster.local:4053", "node-1.chat.svc.cluster.local", 4053)]
    [InlineData("127.0.0.1:1", "127.0.0.1", 1)]
    public void Host_and_port_are_taken_apart(string text, string host, int port)
    {
        Assert.True(SeedNodes.TryParse(text, out var seed));
        Assert.Equal((host, port), (seed.Host, seed.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData(":4053")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:port")]
    [InlineData("a b:4053")]
    public void Anything_else_is_no_seed(string text) => Assert.False(SeedNodes.TryParse(text, out _));

    [Fact]
    public async Task A_list_is_taken_in_its_order()
    {
        var seeds = await FindAsync(new ClusterOptions { Seeds = ["b:1", "a:2"] });

        Assert.Equal(["b:1", "a:2"], seeds);
    }

    [Fact]
    public async Task All_addresses_of_a_service_are_seeds_in_an_order_that_all_nodes_see()
    {
        var seeds = await FindAsync(Service("10.0.0.2"), Second, First, Second);

        Assert.Equal(["10.0.0.1:4053", "10.0.0.2:4053"], seeds);
    }

    [Fact]
    public async Task A_service_with_too_few_addresses_gives_no_seeds_yet() =>
        Assert.Empty(await FindAsync(Service("10.0.0.1"), First));

    [Fact]
    public async Task A_service_that_lacks_this_node_gives_no_seeds_yet() =>
        Assert.Empty(await FindAsync(Service("10.0.0.3"), First, Second));

    [Fact]
    public async Task A_service_that_is_not_in_DNS_gives_no_seeds_yet() => Assert.Empty(await SeedNodes.FindAsync(
        Service("10.0.0.1"), (_, _) => throw new SocketException((int)SocketError.HostNotFound), CancellationToken.None));

    private static ClusterOptions Service(string self) =>
        new() { Hostname = self, SeedService = "nodes.chat:4053", SeedServiceNodes = 2 };

    private static async Task<IEnumerable<string>> FindAsync(ClusterOptions options, params IPAddress[] addresses)
    {
        var seeds = await SeedNodes.FindAsync(options, (_, _) => Task.FromResult(addresses), CancellationToken.None);
        return seeds.Select(seed => $"{seed.Host}:{seed.Port}");
    }
}
