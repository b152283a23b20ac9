using System.Globalization;
using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;
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
    // A node that founds a cluster of its own does so after 5 s; it says every 5 s that it waits.
    private const int WaitsBeforeHeal = 2;

    // Longer than the others take to give up a node that they don't hear.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

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
    public Task A_node_that_is_cut_off_breaks_no_promise_and_comes_back() =>
        CutOffAsync(FaultCluster.Nodes - 1, "partition", _ => Task.CompletedTask);

    [Fact]
    public Task The_first_seed_that_is_cut_off_founds_no_cluster_of_its_own() =>
        CutOffAsync(0, "partition of the first seed", WaitsOutsideAsync);

    // Without more to wait for, the network heals while the node is started again and the others still try to reach it.
    private async Task CutOffAsync(int index, string scenario, Func<ClusterNode, Task> beforeHeal)
    {
        await using var load = await FaultLoad.StartAsync(_cluster);
        var node = _cluster.Nodes[index];
        var ended = node.Ended;
        var hostedBefore = await HostedAsync(node);

        load.Note($"cut node {index} off");
        await _network.CutOffAsync(index);
        var cut = load.History.Length;
        var there = load.Clients
            .Where(client => client.Node == index && client.IsConnected)
            .Select(client => client.Guest.Id)
            .ToHashSet();
        var hosted = Math.Max(hostedBefore, await HostedAsync(node));
        await Task.Delay(LoadSize.FaultTime);
        await load.AllRoomsAckAsync("the majority to serve all rooms", client => client.Node != index);
        var code = await Patience.ForAsync(ended, "the node to see that it is out, and end", _cluster.Output);
        await beforeHeal(node);
        await Patience.UntilAsync(
            () => Task.FromResult(load.Clients.All(client => client.Node != index || !client.IsConnected)),
            "all clients to be elsewhere");
        load.Note("heal");
        await _network.HealAsync(index);
        await node.WaitUntilUpAsync();
        load.Note($"node {index} is up");
        await load.AllRoomsAckAsync("all rooms with the node back");
        await StaysAsync();

        var refused = _cluster.Servers.Sum(server => FaultTest.RefusedAppends(server.Output));
        var answers = AnswersTo(there, load.History.Since(cut));
        var acks = answers.Where(line => line.Step == HistoryStep.Acked).ToList();
        var rooms = acks.Select(line => line.Room).Distinct().Count();
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"over the node while cut off {acks.Count} acks in {rooms} of {hosted} rooms that it hosted "
            + $"and {answers.Count - acks.Count} unavailable, refused appends seen {refused}");
        await FaultTest.AssertKeptAsync(load, _cluster, scenario, output, figures);
        Assert.Equal(0, code);
        Assert.True(rooms <= hosted, $"It acked in {rooms} rooms, and hosted {hosted}.");
    }

    private static async Task<double> HostedAsync(ClusterNode node) => (await node.MetricsAsync()).Sum("akkachat_rooms_hosted");

    // Started again it is let in nowhere, makes no cluster of its own, and takes no clients: it goes on waiting.
    private async Task WaitsOutsideAsync(ClusterNode node)
    {
        await Patience.UntilAsync(
            () => Task.FromResult(WaitsOf(node) >= WaitsBeforeHeal), "the node to wait outside, started again", _cluster.Output);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => node.Server.Http.GetAsync(new Uri("/health/live", UriKind.Relative)));
    }

    // How often it has said so since it was given up.
    private static int WaitsOf(ClusterNode node) => node.Server.Output
        .Split("[8021]")[^1].Split('\n').Count(line => line.Contains("ClusterJoin[8001]", StringComparison.Ordinal));

    // Nobody gives anybody up any more: connections work both ways.
    private async Task StaysAsync()
    {
        var before = Decisions();
        await Task.Delay(Settling);
        Assert.True(Decisions() == before, _cluster.Output());
    }

    private int Decisions() => _cluster.Servers.Sum(
        server => server.Output.Split('\n').Count(line => line.Contains("SBR took decision", StringComparison.Ordinal)));

    // What they got over that connection of what they sent from that line on.
    private static List<HistoryLine> AnswersTo(HashSet<string> clients, IReadOnlyList<HistoryLine> lines)
    {
        var there = clients.ToHashSet();
        var sent = new HashSet<(string Client, string? Key)>();
        var answers = new List<HistoryLine>();
        foreach (var line in lines.Where(line => there.Contains(line.Client)))
        {
            switch (line.Step)
            {
                case HistoryStep.Sent:
                    sent.Add((line.Client, line.Key));
                    break;
                case HistoryStep.Acked or HistoryStep.Unsure when sent.Contains((line.Client, line.Key)):
                    answers.Add(line);
                    break;
                case HistoryStep.Disconnected:
                    there.Remove(line.Client);
                    break;
            }
        }

        return answers;
    }
}
