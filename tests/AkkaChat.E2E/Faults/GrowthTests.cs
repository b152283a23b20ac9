using System.Diagnostics;
using System.Globalization;
using AkkaChat.E2E.Harness;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>What more nodes do to a cluster under load.</summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class GrowthTests(FaultCluster shared, ITestOutputHelper output)
{
    // Three nodes on one machine share its processors, and pay for talking to each other: they are slower than one. A short
    // round measures how three processes warm up rather than what they do.
    private static double LeastShare => LoadSize.IsLong ? 2.0 / 3 : 1.0 / 3;

    private static int Rounds => LoadSize.IsLong ? 3 : 1;

    private static TimeSpan RoundTime => LoadSize.IsLong ? TimeSpan.FromSeconds(20) : TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_node_that_joins_takes_rooms_over_and_nothing_is_lost()
    {
        // A cluster of its own: nodes share shards out evenly, and the shared one has many without a room that is awake.
        await using var cluster = await Cluster.StartAsync(await shared.Postgres.CreateDatabaseAsync(), 2);
        await using var load = await FaultLoad.StartAsync(cluster);

        load.Note("a node joins");
        var node = await cluster.AddAsync();
        await Patience.UntilAsync(
            async () => (await node.MetricsAsync()).Sum("akkachat_rooms_hosted") > 0,
            "rooms to move to the new node",
            cluster.Output,
            Patience.HeavyWork);
        await load.AllRoomsAckAsync("all rooms with the new node");

        var hosted = await cluster.HostedAsync();
        await FaultTest.AssertKeptAsync(load, cluster, "node joins", output, $"rooms awake per node then: {hosted}");
    }

    [Fact]
    public async Task Three_nodes_on_one_machine_do_not_cost_much_more_than_one()
    {
        var three = await shared.ReadyAsync();
        await using var one = await Cluster.StartAsync(await shared.Postgres.CreateDatabaseAsync(), 1);
        var (onOne, onThree) = (new List<double>(), new List<double>());
        var feeds = new List<double>();

        for (var round = 0; round < Rounds; round++)
        {
            onOne.Add(await MeasureAsync(one));
            var before = (await FeedsAsync(three), await three.SumAsync("akkachat_rooms_broadcasts_total"));
            onThree.Add(await MeasureAsync(three));
            feeds.Add((await FeedsAsync(three) - before.Item1) / (await three.SumAsync("akkachat_rooms_broadcasts_total") - before.Item2));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"messages acked a second: one node {Join(onOne)}, three nodes {Join(onThree)}; "
            + $"messages between nodes per event on three nodes {Join(feeds)}, with members on all of them"));
        Assert.True(onThree.Average() > onOne.Average() * LeastShare, "Three nodes do much less than one.");
        Assert.All(feeds, perEvent => Assert.InRange(perEvent, 0.01, FaultCluster.Nodes - 1 + 0.1));
    }

    private static string Join(IEnumerable<double> figures) =>
        string.Join(" and ", figures.Select(figure => figure.ToString(figure < 10 ? "f2" : "f0", CultureInfo.InvariantCulture)));

    private static Task<double> FeedsAsync(Cluster cluster) => cluster.SumAsync("akkachat_rooms_feeds_total", "to=\"remote\"");

    // Everybody sends as fast as acks come.
    private static async Task<double> MeasureAsync(Cluster cluster)
    {
        await using var load = await FaultLoad.StartAsync(
            cluster, LoadSize.Usual with { Pace = TimeSpan.Zero, Window = 8 });
        await load.AcksAsync(500, "the warm-up");
        var (before, time) = (load.History.Acks, Stopwatch.StartNew());
        await Task.Delay(RoundTime);
        var perSecond = (load.History.Acks - before) / time.Elapsed.TotalSeconds;
        await load.FallSilentAsync();
        return perSecond;
    }
}
