using System.Text;
using System.Text.Json;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Nodes;

/// <summary>Who is there and who is writing is seen on every node.</summary>
public sealed class PresenceAcrossNodesTests : NodeTests
{
    [Fact]
    public async Task Somebody_on_another_node_is_seen_coming_hiding_the_app_and_going()
    {
        Store.Write(Team, [.. DecidedRoom.Of(Bob).Log.Select(stored => stored.Event)]);
        var nodes = await StartAsync(Both, Both);
        var (ann, annSocket) = await ConnectAsync(nodes[0], Ann, "d-1");
        await WatchAsync(ann, annSocket, Bob, "offline");

        var (bob, bobSocket) = await ConnectAsync(nodes[1], Bob, "d-2");
        await SeenAsync(annSocket, Bob, "online");
        Say(bob, """{"type":"background","id":3,"on":true}""");
        await SeenAsync(annSocket, Bob, "away");
        Say(bob, """{"type":"background","id":4,"on":false}""");
        await SeenAsync(annSocket, Bob, "online");

        nodes[1].System.Stop(bob);
        await SeenAsync(annSocket, Bob, "offline");
        await UntilAsync(() => Store.LastSeen.ContainsKey(Bob), () => "it was not written down");
        Assert.NotNull(bobSocket);
    }

    [Fact]
    public async Task When_the_node_of_somebodys_actor_dies_nobody_sees_them_go_and_later_changes_are_seen()
    {
        var nodes = await StartAsync(Both, Both, Both);
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var user = await UserOfAsync(a, c);
        Store.Write(Team, [.. DecidedRoom.Of(user).Log.Select(stored => stored.Event)]);
        var (ann, annSocket) = await ConnectAsync(a, Ann, "d-1");
        var (session, _) = await ConnectAsync(b, user, "d-2");
        await WatchAsync(ann, annSocket, user, "online");

        await c.CrashAsync(a, b);
        Say(session, """{"type":"background","id":3,"on":true}""");

        await SeenAsync(annSocket, user, "away"); // and nothing else before it
        Say(session, """{"type":"background","id":4,"on":false}""");
        await SeenAsync(annSocket, user, "online");
    }

    [Fact]
    public async Task Who_is_writing_is_seen_by_members_on_other_nodes_and_by_nobody_else()
    {
        var nodes = await StartAsync(Both, Both);
        Store.Write(Team, [.. DecidedRoom.Of(Bob).Log.Select(stored => stored.Event)]);
        var (ann, annSocket) = await ConnectAsync(nodes[0], Ann, "d-1");
        var (_, bobSocket) = await ConnectAsync(nodes[1], Bob, "d-2");
        var (_, eveSocket) = await ConnectAsync(nodes[1], Eve, "d-3");

        await UntilAsync(
            () =>
            {
                Say(ann, """{"type":"typing","room":"r-team"}"""); // the first one wakes the room
                return bobSocket.HasMore;
            },
            () => "nobody was seen writing");

        var typing = await bobSocket.NextAsync("typing");
        Assert.Equal(("r-team", "u-ann"), (typing.GetProperty("room").GetString(), typing.GetProperty("user").GetString()));
        Assert.False(annSocket.HasMore);
        Assert.False(eveSocket.HasMore);
    }

    private static async Task<(IActorRef Session, FakeSocket Socket)> ConnectAsync(TestNode node, UserId user, string device)
    {
        var (session, socket) = node.Connect(user, device);
        await socket.NextAsync("ok");
        return (session, socket);
    }

    private static void Say(IActorRef session, string frame) =>
        session.Tell(new SessionInput.Frame(RequestReader.Read(Encoding.UTF8.GetBytes(frame))));

    private static async Task WatchAsync(IActorRef session, FakeSocket socket, UserId user, string state)
    {
        Say(session, $$"""{"type":"presence","id":1,"users":["{{user}}"]}""");
        var answer = await socket.NextAsync("ok");
        Assert.Equal((user.Value, state), Facts(Assert.Single(answer.GetProperty("states").EnumerateArray())));
    }

    private static async Task SeenAsync(FakeSocket socket, UserId user, string state)
    {
        await UntilAsync(() => socket.HasMore, () => $"{user} was not seen {state}");
        Assert.Equal((user.Value, state), Facts(await socket.NextAsync("presence")));
    }

    private static (string? User, string? State) Facts(JsonElement presence) =>
        (presence.GetProperty("user").GetString(), presence.GetProperty("state").GetString());
}
