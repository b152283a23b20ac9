using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Scenarios;
using AkkaChat.Tests.Storage;

namespace AkkaChat.E2E.Faults;

/// <summary>Who is there, and who is writing, over three nodes and PostgreSQL, one of which dies.</summary>
[Collection(Alone.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class PresenceFaultTests : IAsyncLifetime
{
    // Enough for some of them to have their actors on each node.
    private const int People = 12;

    private readonly PostgresServer _postgres = new();
    private Cluster _cluster = null!;
    private Cast _cast = null!;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _cluster = await Cluster.StartAsync(
            await _postgres.CreateDatabaseAsync(), FaultCluster.Nodes, null, PresenceTests.Quick);
        _cast = new Cast(_cluster.Nodes[0].Server);
    }

    public async Task DisposeAsync()
    {
        await _cast.DisposeAsync();
        await _cluster.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_is_watched_is_seen_after_the_node_of_their_actor_has_died()
    {
        var (second, third) = (_cluster.Nodes[1], _cluster.Nodes[2]);
        var (annGuest, ann) = await _cast.ComeAsync("Ann");
        var guests = await Task.WhenAll(Enumerable.Range(0, People).Select(i => _cast.GuestAsync($"Guest {i}")));
        var room = await Cast.RoomAsync(ann, guests);
        var clients = new List<ChatClient>();
        foreach (var guest in guests)
        {
            clients.Add(await _cast.ConnectAsync(second.Server, guest));
        }

        var eve = await _cast.ConnectAsync(second.Server, await _cast.GuestAsync("Eve"));
        await Patience.UntilAsync(
            async () => (await PresenceTests.WatchAsync(ann, guests)).TrueForAll(state => state == "online"), "all to be online");

        await TypingReachesAsync(ann, room, clients[0], annGuest);
        third.StayDown();
        await third.KillAsync();
        var before = ann.Pushes.Count;
        foreach (var client in clients)
        {
            await client.AskAsync("background", new { on = true });
        }

        foreach (var guest in guests)
        {
            await PresenceTests.SeenAsync(ann, guest, "away", before);
        }

        foreach (var client in clients)
        {
            await client.CloseAsync();
        }

        foreach (var guest in guests)
        {
            await PresenceTests.SeenAsync(ann, guest, "offline", before);
        }

        var states = ann.Pushes.Where(push => push.Type == "presence").ToList();
        Assert.All(guests, guest => Assert.Equal(
            ["away", "offline"],
            states.Where(push => push.Text("user") == guest.Id).Select(push => push.Text("state")).Distinct()));
        Assert.DoesNotContain(eve.Pushes, push => push.Type is "typing" or "presence");
    }

    // The room may be asleep at first.
    private static async Task TypingReachesAsync(ChatClient from, string room, ChatClient to, Guest who)
    {
        await Patience.UntilAsync(
            async () =>
            {
                await from.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");
                await to.SyncAsync();
                return to.Pushes.Any(push => push.Type == "typing");
            },
            "typing to reach a member on another node");
        Assert.Equal(who.Id, to.Pushes.First(push => push.Type == "typing").Text("user"));
    }
}
