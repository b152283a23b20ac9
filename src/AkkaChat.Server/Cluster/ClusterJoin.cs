using System.Net;
using Akka.Actor;
using Akka.Cluster;
using AkkaChat.Server.Start;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// The way into the cluster: a single node is its own, any other asks the seeds, says so while it waits, and gives up. The
/// first seed founds a cluster where the other seeds are in none.
/// </summary>
internal sealed partial class ClusterJoin(ClusterOptions options, TimeProvider clock, ILogger<ClusterJoin> log)
{
    private static readonly TimeSpan LookUpPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(5);

    // Between two rounds of questions to the other seeds. A cluster that is started anew waits for it, so it is short.
    private static readonly TimeSpan QuestionPause = TimeSpan.FromMilliseconds(500);

    // Longer than a busy machine takes for an answer over a connection that has to be made first.
    private static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Joins; returns when this node is a member.</summary>
    /// <exception cref="StartException">No cluster was found in time, or the cluster took this node out meanwhile.</exception>
    public async Task RunAsync(ActorSystem system)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        if (!options.Enabled)
        {
            await cluster.JoinAsync(cluster.SelfAddress);
            return;
        }

        system.ActorOf(Props.Create(() => new OutsiderActor()), OutsiderActor.Name);
        using var timeout = new CancellationTokenSource(options.JoinTimeout, clock);
        var seeds = "";
        try
        {
            var found = await FindSeedsAsync(timeout.Token);
            seeds = string.Join(", ", found.Select(seed => $"{seed.Host}:{seed.Port}"));
            var addresses = found.Select(seed => cluster.SelfAddress.WithHost(seed.Host).WithPort(seed.Port)).ToList();
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            cluster.RegisterOnMemberRemoved(gone.SetResult);
            var joined = JoinAsync(cluster, addresses, timeout.Token);
            while (await Task.WhenAny(joined, gone.Task, Task.Delay(ReportPause, clock, timeout.Token)) != joined)
            {
                timeout.Token.ThrowIfCancellationRequested();
                if (gone.Task.IsCompleted)
                {
                    throw new StartException("The cluster took it out while it came in. It has to be started again.");
                }

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

    // Without itself in the list a first seed does not found a cluster just because nobody answers.
    private async Task JoinAsync(Akka.Cluster.Cluster cluster, List<Address> seeds, CancellationToken stop)
    {
        var others = seeds.Where(seed => seed != cluster.SelfAddress).ToList();
        if (others.Count == 0)
        {
            await cluster.JoinAsync(cluster.SelfAddress, stop);
            return;
        }

        var joined = cluster.JoinSeedNodesAsync(others, stop);
        var began = clock.GetTimestamp();
        while (seeds[0] == cluster.SelfAddress && !joined.IsCompleted)
        {
            var asked = Task.WhenAll(others.Select(seed => SeedQuestion.AskAsync(cluster.System, seed, QuestionTimeout)));
            if (await Task.WhenAny(joined, asked) == asked
                && FoundingRule.Founds(await asked, clock.GetElapsedTime(began) >= cluster.Settings.SeedNodeTimeout))
            {
                LogFounding();
                await cluster.JoinAsync(cluster.SelfAddress, stop); // of no effect if it has just been let in
            }

            await Task.WhenAny(joined, Task.Delay(QuestionPause, clock, stop));
        }

        await joined;
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

    [LoggerMessage(8003, LogLevel.Information, "Founding a cluster: most of the seeds are in none")]
    private partial void LogFounding();
}
