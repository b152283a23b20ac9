using System.Diagnostics;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Faults;

/// <summary>Many people who are connected and say nothing.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int AtOnce = 50; // sign-ins

    private readonly Cluster _cluster;
    private readonly List<Guest> _guests = [];
    private ChatClient[] _clients = [];

    private Crowd(Cluster cluster) => _cluster = cluster;

    /// <summary>How many there are.</summary>
    public int Count => _guests.Count;

    /// <summary>Signs people in and connects them, spread over the nodes.</summary>
    public static async Task<Crowd> ComeAsync(Cluster cluster, int count)
    {
        var crowd = new Crowd(cluster);
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            crowd._guests.AddRange(await Task.WhenAll(some.Select(i => Guest.SignInAsync(crowd.NodeOf(i), $"Silent {i}"))));
        }

        await crowd.ConnectAsync();
        return crowd;
    }

    /// <summary>Cuts all connections at once, and connects all again; gives how long it took.</summary>
    public async Task<TimeSpan> ComeBackAsync()
    {
        var time = Stopwatch.StartNew();
        foreach (var client in _clients)
        {
            client.Cut();
        }

        var before = _clients;
        await ConnectAsync();
        time.Stop();
        foreach (var client in before)
        {
            await client.DisposeAsync();
        }

        return time.Elapsed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private async Task ConnectAsync() => _clients = await Task.WhenAll(_guests.Select((guest, i) => Task.Run(
        () => ChatClient.ConnectAsync(NodeOf(i), guest, new ConnectOptions { OnPush = _ => { } }))));

    private ServerProcess NodeOf(int guest) => _cluster.Servers[guest % _cluster.Servers.Count];
}
