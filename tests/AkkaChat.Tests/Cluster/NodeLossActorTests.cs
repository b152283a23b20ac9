using Akka.Actor;
using AkkaChat.Server.Sessions;
using Xunit;

namespace AkkaChat.Tests.Cluster;

/// <summary>Sessions learn that a node goes before it has gone, and once more when it has.</summary>
public sealed class NodeLossActorTests : ClusterStage
{
    [Fact]
    public async Task A_node_that_leaves_is_told_of_from_its_first_step_to_its_last()
    {
        var nodes = await FormAsync(2);
        var sessions = TestActor;
        Sys.ActorOf(Props.Create(() => new NodeLossActor(sessions, "room")));

        Of(Sys).Leave(AddressOf(nodes[1]));

        var lost = await ExpectMsgAsync<SessionInput.NodeLost>(TimeSpan.FromSeconds(30)); // it leaves
        Assert.Equal(AddressOf(nodes[1]), lost.Node);
        await UntilAsync(Sys, "one node", () => Of(Sys).State.Members.Count == 1);
        await ExpectMsgAsync<SessionInput.NodeLost>(TimeSpan.FromSeconds(30)); // its rooms have been handed over
        await ExpectMsgAsync<SessionInput.NodeLost>(TimeSpan.FromSeconds(30)); // it is gone
    }

    [Fact]
    public async Task A_node_that_was_downed_is_told_of()
    {
        var nodes = await FormAsync(3);
        var sessions = TestActor;
        Sys.ActorOf(Props.Create(() => new NodeLossActor(sessions, "room")));
        await nodes[2].Terminate();

        Watch(Sys);
        Watch(nodes[1]);

        await UntilAsync(Sys, "two nodes", () => Of(Sys).State.Members.Count == 2);
        await ExpectMsgAsync<SessionInput.NodeLost>(TimeSpan.FromSeconds(30));
    }
}
