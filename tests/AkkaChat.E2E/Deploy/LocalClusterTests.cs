using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Deploy;

/// <summary>The one command that starts a cluster on this machine.</summary>
[Collection(Alone.Name)]
public sealed class LocalClusterTests
{
    private const int Mine = 1;
    private const int Theirs = 2;
    private const string FirstWords = "over one node";
    private const string LastWords = "over whichever is left";

    [Fact]
    public async Task One_command_gives_a_chat_over_three_nodes_that_goes_on_when_one_dies_and_leaves_nothing_behind()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var ann = await Guest.SignInAsync(cluster.Http, "Ann");
        var bob = await Guest.SignInAsync(cluster.Http, "Bob");
        await using var annThere = await ConnectAsync(cluster.SocketAddressOf(Mine), ann);
        await using var bobThere = await ConnectAsync(cluster.SocketAddressOf(Theirs), bob);

        var room = await Cast.RoomAsync(annThere, bob);
        Assert.Equal("ack", (await annThere.SayAsync(room, "c-1", FirstWords)).Type);
        await bobThere.WaitForAsync(push => IsSaid(push, room, FirstWords), "what Ann said on another node");

        await cluster.KillAsync(Mine);
        await annThere.WaitForEndAsync("the end of the connection to the killed node");
        await Patience.UntilAsync(
            () => IsAckedAsync(cluster, ann, room, "c-2"),
            "another node to take what Ann says",
            () => $"The cluster wrote: {cluster.Output}");
        await bobThere.WaitForAsync(push => IsSaid(push, room, LastWords), "what Ann said after the death of her node");
        await Patience.UntilAsync(
            () => cluster.IsReadyAsync(Mine), "the killed node to be back", () => $"The cluster wrote: {cluster.Output}");

        Assert.NotEmpty(cluster.Processes());
        Assert.Equal(0, await cluster.InterruptAsync());
        Assert.Empty(cluster.Processes());
    }

    private static async Task<ChatClient> ConnectAsync(Uri address, Guest guest)
    {
        var client = await ChatClient.OpenAsync(address);
        var welcome = await client.ConnectAsync(guest.Token);
        return welcome.Type == "ok" ? client : throw new InvalidOperationException($"connect was answered with {welcome}");
    }

    // As every client does it: by the proxy, with the same key, until there is an answer that says it is done.
    private static async Task<bool> IsAckedAsync(LocalCluster cluster, Guest guest, string room, string key)
    {
        try
        {
            await using var client = await ConnectAsync(cluster.SocketAddress, guest);
            return (await client.SayAsync(room, key, LastWords)).Type == "ack";
        }
        catch (Exception passing)
            when (passing is UpgradeRefusedException or ConnectionEndedException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsSaid(Frame push, string room, string words) =>
        push.IsEvent && push.Room == room && push.Words == words;
}
