using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Nodes;

/// <summary>The plain lobby is one for all nodes.</summary>
public sealed class PlainLobbyAcrossNodesTests : NodeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task All_hear_one_order_but_for_what_they_said_and_go_on_when_the_hubs_node_dies()
    {
        var nodes = await StartAsync(GatewayOnly, GatewayOnly, RoomOnly, RoomOnly);
        var (a, b) = (nodes[0], nodes[1]);
        var (ann, annSocket) = a.ConnectPlain();
        var (bob, bobSocket) = b.ConnectPlain();
        var (_, onA) = a.ConnectPlain();
        var (_, onB) = b.ConnectPlain();
        await MeetAsync(a, ann, onB);
        await MeetAsync(b, bob, onA);

        await TalkAsync("before");
        await HeardAlikeAsync("before");
        var hub = await HubAsync(nodes[2..]);
        await hub.CrashAsync([.. nodes.Where(node => node != hub)]);
        await TalkAsync("after");
        await HeardAlikeAsync("after");

        Task TalkAsync(string when) => Task.WhenAll(SayAsync(a, ann, $"{when} ann"), SayAsync(b, bob, $"{when} bob"));

        async Task HeardAlikeAsync(string when)
        {
            var all = await HearAsync(onA, when, 2 * Each);
            Assert.Equal(all, await HearAsync(onB, when, 2 * Each));
            Assert.Equal(all.Where(text => text.Contains("bob", StringComparison.Ordinal)), await HearAsync(annSocket, when, Each));
            Assert.Equal(all.Where(text => text.Contains("ann", StringComparison.Ordinal)), await HearAsync(bobSocket, when, Each));
            Assert.Equal(
                Enumerable.Range(0, Each).Select(i => $"{when} ann {i}"),
                all.Where(text => text.Contains("ann", StringComparison.Ordinal)));
        }
    }

    private const int Each = 50;

    // A node that joins the lobby hears what is said from then on.
    private static async Task MeetAsync(TestNode node, PlainSocket from, FakeSocket other)
    {
        await UntilAsync(
            () =>
            {
                _ = node.SayAsync(from, "hello");
                return other.HasMore;
            },
            () => "nobody hears the hello");
    }

    private static async Task SayAsync(TestNode node, PlainSocket from, string text)
    {
        for (var i = 0; i < Each; i++)
        {
            await node.SayAsync(from, $"{text} {i}");
        }
    }

    // Greetings, and what was heard before, are passed over.
    private static async Task<List<string>> HearAsync(FakeSocket socket, string when, int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
        {
            var text = await socket.NextTextAsync();
            if (text.StartsWith(when, StringComparison.Ordinal))
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private static async Task<TestNode> HubAsync(TestNode[] hosts)
    {
        foreach (var host in hosts)
        {
            var state = await host.PlainHubs.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience);
            if (state.Shards.Count > 0)
            {
                return host;
            }
        }

        throw new InvalidOperationException("there is no hub");
    }
}
