using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Nodes;

/// <summary>A room's events reach every node, whoever of them hosts the room.</summary>
public sealed class RoomsAcrossNodesTests : NodeTests
{
    [Fact]
    public async Task Events_reach_each_node_once_and_in_order_and_go_on_when_the_rooms_node_dies()
    {
        const int Before = 20;
        const int After = 5;
        var nodes = await StartAsync(Both, Both, Both);
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var room = await CreateRoomAsync(by: b, host: c);
        var onA = await AttachAsync(a, room);
        var onC = await AttachAsync(c, room);
        var first = Store.Head(room) + 1;

        for (var i = 0; i < Before; i++)
        {
            await PostAsync(b, room, $"before-{i}");
        }

        var expected = Enumerable.Range(0, Before).Select(i => first + i).ToList();
        Assert.Equal(expected, await HeardAsync(onA, expected[^1]));
        Assert.Equal(expected, await HeardAsync(onC, expected[^1]));
        Assert.Equal((Before, Before, Before), c.Feeds.Now); // for each event, one message to the other node that listens

        await c.CrashAsync(a, b);
        for (var i = 0; i < After; i++)
        {
            await PostAsync(b, room, $"after-{i}");
        }

        var later = Enumerable.Range(0, After).Select(i => expected[^1] + 1 + i).ToList();
        Assert.Equal(later, await HeardAsync(onA, later[^1]));
        Assert.Equal(later[^1], Store.Head(room));
    }

    [Fact]
    public async Task A_last_event_that_a_dying_node_did_not_pass_on_is_found_without_another_one()
    {
        var nodes = await StartAsync(Both, Both, Both);
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var room = await CreateRoomAsync(by: b, host: c);
        var onA = await AttachAsync(a, room);
        var seq = await PostAsync(b, room, "heard");
        await HeardAsync(onA, seq);

        Store.Write(room, Posted(seq + 1, Bob, "committed, and then the node died"));
        await c.CrashAsync(a, b);

        Assert.Equal([seq + 1], await HeardAsync(onA, seq + 1));
    }

    [Fact]
    public async Task The_directory_has_the_nodes_that_take_sockets_and_are_in_reach()
    {
        var nodes = await StartAsync(Both, GatewayOnly, RoomOnly);
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await UntilAsync(() => nodes.All(node => CountOf(node) == 2), Counts);

        await b.CrashAsync(a, c);

        await UntilAsync(() => CountOf(a) == 1 && CountOf(c) == 1, Counts);

        string Counts() => $"nodes in the directories: {string.Join(", ", nodes.Select(CountOf))}";
        static int CountOf(TestNode node) => node.Directory.For(Team).Count();
    }
}
