using AkkaChat.E2E.Harness;
using AkkaChat.Tests.Storage;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>
/// One node is cut off from the others, but not from its clients and the database: both sides could write, and only the
/// store keeps them from it.
/// </summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class PartitionTests(ITestOutputHelper output) : IAsyncLifetime
{
    private NodeNetwork _network = null!;
    private PostgresServer _postgres = null!;
    private Cluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _network = await NodeNetwork.StartAsync(FaultCluster.Nodes);
        _postgres = new PostgresServer { Address = _network.Outside };
        await _postgres.InitializeAsync();
        _cluster = await Cluster.StartAsync(await _postgres.CreateDatabaseAsync(), FaultCluster.Nodes, _network);
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        if (_network is not null)
        {
            await _network.DisposeAsync();
        }
    }

    [Fact]
    [Trait(FaultTest.Set, FaultTest.Long)]
    public Task A_node_that_is_cut_off_breaks_no_promise_and_comes_back() => CutOffAsync(FaultCluster.Nodes - 1, "partition");

    [Fact]
    [Trait(FaultTest.Set, FaultTest.Long)]
    public Task The_first_seed_that_is_cut_off_founds_no_cluster_of_its_own() => CutOffAsync(0, "partition of the first seed");

    private async Task CutOffAsync(int index, string scenario)
    {
        await using var load = await FaultLoad.StartAsync(_cluster);
        var node = _cluster.Nodes[index];
        var ended = node.Ended;

        load.Note($"cut node {index} off");
        await _network.CutOffAsync(index);
        await Task.Delay(LoadSize.FaultTime);
        await load.AllRoomsAckAsync("the majority to serve all rooms", client => client.Node != index);
        var code = await Patience.ForAsync(ended, "the node to see that it is out, and end", _cluster.Output);
        load.Note("heal");
        await _network.HealAsync(index);
        await node.WaitUntilUpAsync();
        load.Note($"node {index} is up");
        await load.AllRoomsAckAsync("all rooms with the node back");

        var refused = _cluster.Servers.Sum(server => FaultTest.RefusedAppends(server.Output));
        await FaultTest.AssertKeptAsync(load, _cluster, scenario, output, $"refused appends seen {refused}");
        Assert.Equal(0, code);
    }
}
