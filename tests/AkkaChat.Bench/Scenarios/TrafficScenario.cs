using AkkaChat.Bench.Load;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Scenarios;

/// <summary>Chat in rooms at one pace.</summary>
internal sealed class TrafficScenario(string name, string title, Func<World> world, Pace pace) : Scenario
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Title => title;

    /// <inheritdoc/>
    public override int Nodes => NodeCount;

    /// <inheritdoc/>
    public override bool IsForAkkaChatOnly => NodeCount > 1;

    /// <summary>Nodes that it is for.</summary>
    public int NodeCount { get; init; } = 1;

    /// <summary>Every so many-th member never reads; 0: all read.</summary>
    public int EveryNthNeverReads { get; init; }

    /// <inheritdoc/>
    public override World CreateWorld() => world();

    /// <inheritdoc/>
    public override Task<RunResult> RunAsync(Target target, World world, RunOptions options)
    {
        using var crowd = new Crowd(target, options.Stop);
        var before = Moment.Now(target);
        var arrival = new Arrival(crowd, world.People, Reads);
        arrival.Run();
        var arrived = Moment.Now(target);
        options.Progress(arrival.Report());

        var traffic = new Traffic(crowd, world, arrival.Arrived);
        var phases = new TrafficPhases(crowd, traffic, target, options);
        traffic.Start(pace);
        phases.Run("warm-up", options.WarmUp);
        var measured = phases.Measure();
        phases.Drain();
        return Task.FromResult(measured.ToResult(name, target, traffic) with
        {
            Connections = arrival.Arrived.Count,
            ConnectsPerSecond = arrival.Arrived.Count / arrival.Elapsed.TotalSeconds,
            ConnectFailures = arrival.Failures,
            CpuPerConnect = (arrived.Server.Cpu - before.Server.Cpu).TotalMicroseconds / arrival.Arrived.Count,
            ResidentBefore = Sizes.Megabytes(before.Server.ResidentBytes),
        });
    }

    private bool Reads(Person person) =>
        EveryNthNeverReads == 0 || person.Index % EveryNthNeverReads != EveryNthNeverReads - 1;
}
