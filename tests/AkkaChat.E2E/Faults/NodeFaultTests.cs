using System.Globalization;
using AkkaChat.E2E.Harness;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>Nodes of a cluster die, leave and stop for a while, in the middle of everything.</summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class NodeFaultTests(FaultCluster shared, ITestOutputHelper output)
{
    // The promise is 2 s. It is not asserted as it is: a machine with two busy cores may need that long to start a process.
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait(FaultTest.Set, FaultTest.Long)]
    public async Task A_node_that_dies_takes_nothing_with_it()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);

        var took = await DieAsync(load, cluster, cluster.Youngest);

        await FaultTest.AssertKeptAsync(load, cluster, "node dies", output, Figures(took));
    }

    [Fact]
    public async Task The_oldest_node_dies_like_any_other()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);

        var took = await DieAsync(load, cluster, cluster.Oldest);

        await FaultTest.AssertKeptAsync(load, cluster, "oldest node dies", output, Figures(took));
    }

    [Fact]
    [Trait(FaultTest.Set, FaultTest.Long)]
    public async Task Twenty_nodes_die_one_after_the_other()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);
        var times = new List<double>();

        for (var i = 0; i < 20; i++)
        {
            var node = i % 2 == 0 ? cluster.Oldest : cluster.Youngest;
            times.Add((await DieAsync(load, cluster, node)).Seconds);
        }

        times.Sort();
        var figures = string.Create(CultureInfo.InvariantCulture, $"all rooms back after {times[10]:f1} s (median), {times[^1]:f1} s (worst)");
        await FaultTest.AssertKeptAsync(load, cluster, "20 nodes die", output, figures);
    }

    [Fact]
    public async Task A_node_that_leaves_says_bye_and_hands_its_rooms_over()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);

        await LeaveAsync(load, cluster.Oldest);

        var report = await FaultTest.AssertKeptAsync(load, cluster, "node leaves", output);
        Assert.True(report.WorstOutage < LongestLeave, $"A room was without an ack for {report.WorstOutage}.");
    }

    [Fact]
    public async Task A_rolling_restart_under_load_is_hardly_seen()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);

        foreach (var node in cluster.Nodes)
        {
            await LeaveAsync(load, node);
        }

        var report = await FaultTest.AssertKeptAsync(load, cluster, "rolling restart", output);
        Assert.True(report.WorstOutage < LongestLeave, $"A room was without an ack for {report.WorstOutage}.");
    }

    [Fact]
    public async Task A_node_that_wakes_up_after_its_rooms_have_moved_writes_nothing()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);
        var node = cluster.Youngest;
        var wroteBefore = node.Server.Output.Length;
        var patient = load.Clients.Where(client => client.Node == node.Index).ToList();
        patient.ForEach(client => client.IsPatient = true);
        var ended = node.Ended;

        load.Note($"stop node {node.Index}");
        await node.Server.PauseAsync();
        try
        {
            // What these send now waits in the stopped node's sockets: it decides on it when it wakes up, and knows no better.
            patient.ForEach(client => client.SayEverywhere(each: 2));
            await Task.Delay(LoadSize.FaultTime);
            await load.AllRoomsAckAsync("the others to serve its rooms");
        }
        finally
        {
            load.Note($"wake node {node.Index}");
            await node.Server.WakeAsync();
        }

        patient.ForEach(client => client.IsPatient = false);
        var code = await Patience.ForAsync(ended, "the node to see that it is out, and end", cluster.Output);
        await node.WaitUntilUpAsync();
        await load.AllRoomsAckAsync("all rooms with the node back");

        var refused = FaultTest.RefusedAppends(node.Server.Output[wroteBefore..]);
        await FaultTest.AssertKeptAsync(load, cluster, "node paused", output, $"refused appends seen {refused}");
        Assert.Equal(0, code);
        Assert.True(refused > 0, $"The store never refused it. It wrote: {node.Server.Output[wroteBefore..]}");
    }

    private static string Figures((double Seconds, string Hosted) failover) => string.Create(
        CultureInfo.InvariantCulture, $"all rooms back after {failover.Seconds:f1} s, rooms awake per node before: {failover.Hosted}");

    private static async Task LeaveAsync(FaultLoad load, ClusterNode node)
    {
        var before = load.Clients.ToDictionary(client => client, client => client.Byes.Count);
        var there = load.Clients.Where(client => client.Node == node.Index && client.IsConnected).ToList();
        load.Note($"node {node.Index} is told to stop");
        var code = await node.StopAsync();
        load.Note($"node {node.Index} has stopped");
        await node.WaitUntilUpAsync();
        load.Note($"node {node.Index} is up");
        await load.AllRoomsAckAsync($"all rooms with node {node.Index} back");

        Assert.Equal(0, code);
        Assert.All(there, client => Assert.True(client.Byes.Count > before[client], $"{client.Guest.Name} was not told."));
        Assert.All(load.Clients.SelectMany(client => client.Byes), bye => Assert.True(bye.Flag("reconnect"), bye.ToString()));
    }

    // Gives the seconds until every room was served again, and where the rooms had been.
    private static async Task<(double Seconds, string Hosted)> DieAsync(FaultLoad load, Cluster cluster, ClusterNode node)
    {
        var hosted = await cluster.HostedAsync();
        load.Note($"kill node {node.Index}");
        node.StayDown();
        await node.KillAsync();
        var killed = load.History.Now;
        await load.AllRoomsAckAsync($"the others to serve the rooms of node {node.Index}{cluster.Output()}");
        load.Note($"rooms were on nodes {hosted}");
        var took = load.History.Now - killed;
        node.ComeUp();
        await node.WaitUntilUpAsync();
        load.Note($"node {node.Index} is up");
        await load.AllRoomsAckAsync($"all rooms with node {node.Index} back");
        return (took.TotalSeconds, hosted);
    }
}
