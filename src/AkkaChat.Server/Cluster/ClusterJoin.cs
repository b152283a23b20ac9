using System.Net;
using Akka.Actor;
using Akka.Cluster;
using AkkaChat.Server.Start;

namespace AkkaChat.Server.Cluster;

/// <summary>The way into the cluster: a single node is its own, any other asks the seeds, says so while it waits, and gives up.</summary>
internal sealed partial class ClusterJoin(ClusterOptions options, TimeProvider clock, ILogger<ClusterJoin> log)
{
    private static readonly TimeSpan LookUpPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(5);

    /// <summary>Joins; returns when this node is a member.</summary>
    /// <exception cref="StartException">No cluster was found in time.</exception>
    public async Task RunAsync(ActorSystem system)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        if (!options.Enabled)
        {
            await cluster.JoinAsync(cluster.SelfAddress);
            return;
        }

        using var timeout = new CancellationTokenSource(options.JoinTimeout, clock);
        var seeds = "";
        try
        {
            var found = await FindSeedsAsync(timeout.Token);
            seeds = string.Join(", ", found.Select(seed => $"{seed.Host}:{seed.Port}"));
            var addresses = found.Select(seed => cluster.SelfAddress.WithHost(seed.Host).WithPort(seed.Port)).ToList();
            var joined = cluster.JoinSeedNodesAsync(addresses, timeout.Token);
            while (await Task.WhenAny(joined, Task.Delay(ReportPause, clock, timeout.Token)) != joined)
            {
                timeout.Token.ThrowIfCancellationRequested();
                LogJoining(seeds);
            }

            await joined;
        }
        catch (Exception late) when (late is OperationCanceledException or ClusterJoinFailedException)
        {
            var tried = seeds.Length > 0 ? $"None of {seeds} let it in" : $"{options.SeedService} has too few addresses";
            throw new StartException(
                $"It found no cluster to join within {options.JoinTimeout.TotalSeconds:0} s. {tried}; see "
                + $"{ClusterOptions.Section}:{nameof(ClusterOptions.Seeds)} and :{nameof(ClusterOptions.Hostname)}.",
                late);
        }
    }

    private async Task<IReadOnlyList<DnsEndPoint>> FindSeedsAsync(CancellationToken stop)
    {
        var before = "";
        while (true)
        {
            var seeds = await SeedNodes.FindAsync(options, Dns.GetHostAddressesAsync, stop);
            var now = string.Join(' ', seeds);
            // Nodes that start together come into DNS one by one: twice the same list, and it is whole.
            if (seeds.Count > 0 && (options.SeedService is null || now == before))
            {
                return seeds;
            }

            before = now;
            LogLookingUp(options.SeedService ?? "");
            await Task.Delay(LookUpPause, clock, stop);
        }
    }

    [LoggerMessage(8001, LogLevel.Information, "Waiting to be let into the cluster by {Seeds}")]
    private partial void LogJoining(string seeds);

    [LoggerMessage(8002, LogLevel.Information, "Waiting for the nodes of {Service} to be known")]
    private partial void LogLookingUp(string service);
}
