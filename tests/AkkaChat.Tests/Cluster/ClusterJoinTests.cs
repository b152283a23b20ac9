using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Start;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class ClusterJoinTests : ClusterStage
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_first_seed_founds_no_cluster_while_it_knows_nothing_of_the_others()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0); // accepts, and never answers
        silent.Start();

        await Assert.ThrowsAsync<StartException>(() => JoinAsync(Sys, Short, SeedOf(Sys), $"{silent.LocalEndpoint}"));

        Assert.Empty(Of(Sys).State.Members);
    }

    [Fact]
    public async Task The_first_seed_founds_a_cluster_if_no_other_process_is_there()
    {
        await JoinAsync(Sys, Long, SeedOf(Sys), ClosedPort());

        Assert.Equal(1, UpIn(Sys));
    }

    [Fact]
    public async Task The_first_seed_founds_a_cluster_if_most_others_wait_for_it()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var other = AddNode();
        string[] seeds = [SeedOf(Sys), SeedOf(other), $"{silent.LocalEndpoint}"];

        await Task.WhenAll(JoinAsync(other, Long, seeds), JoinAsync(Sys, Long, seeds));

        await UntilAsync(Sys, "two members up", () => UpIn(Sys) == 2);
    }

    [Fact]
    public async Task The_first_seed_comes_into_the_cluster_that_is_there()
    {
        var other = AddNode();
        await Of(other).JoinAsync(AddressOf(other));

        await JoinAsync(Sys, Long, SeedOf(Sys), SeedOf(other));

        await UntilAsync(other, "two members up", () => UpIn(other) == 2);
    }

    [Fact]
    public async Task A_node_that_is_taken_out_while_it_comes_in_waits_no_longer()
    {
        var other = AddNode("akka.cluster.min-nr-of-members = 3"); // so nobody gets any further than joining
        _ = Of(other).JoinSeedNodesAsync([AddressOf(other)]);
        var joined = JoinAsync(Sys, Long, SeedOf(other));
        await UntilAsync(other, "two members", () => Of(other).State.Members.Count == 2);

        Of(other).Down(AddressOf(Sys));

        var failure = await Assert.ThrowsAsync<StartException>(() => joined);
        Assert.Contains("took it out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_is_outside_until_it_is_a_member()
    {
        var other = AddNode();
        var outsider = other.ActorOf(Props.Create(() => new OutsiderActor()), OutsiderActor.Name);
        await WatchAsync(outsider);
        Assert.Equal(SeedAnswer.Outside, await SeedQuestion.AskAsync(Sys, AddressOf(other), Long));

        await Of(other).JoinAsync(AddressOf(other));

        await ExpectTerminatedAsync(outsider);
        Assert.Equal(SeedAnswer.Member, await SeedQuestion.AskAsync(Sys, AddressOf(other), Long));
    }

    private static string SeedOf(ActorSystem node) => $"{AddressOf(node).Host}:{AddressOf(node).Port}";

    private static Task JoinAsync(ActorSystem node, TimeSpan patience, params string[] seeds)
    {
        var options = new ClusterOptions { Enabled = true, Seeds = seeds, JoinTimeout = patience };
        return new ClusterJoin(options, TimeProvider.System, NullLogger<ClusterJoin>.Instance).RunAsync(node);
    }

    private static string ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{listener.LocalEndpoint}";
    }
}
