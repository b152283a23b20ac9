using AkkaChat.Bench.Load;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Scenarios;

/// <summary>
/// How many sends a second become durable: first as many as it can, then half of that at a steady rate, for the time that
/// an ack takes when nothing is overloaded.
/// </summary>
internal sealed class SaturationScenario : Scenario
{
    // Enough for full batches; below what a session may have under way.
    private const int Window = 4;

    private static readonly TimeSpan SecondWarmUp = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override string Name => "e";

    /// <inheritdoc/>
    public override string Title => "1000 rooms, durable sends: as many as it can, then half as many";

    /// <inheritdoc/>
    public override bool IsForAkkaChatOnly => true;

    /// <inheritdoc/>
    public override World CreateWorld() => World.Of(1000, 2, 1);

    /// <inheritdoc/>
    public override Task<RunResult> RunAsync(Target target, World world, RunOptions options)
    {
        using var crowd = new Crowd(target, options.Stop);
        var arrival = new Arrival(crowd, world.People, _ => true);
        arrival.Run();
        var traffic = new Traffic(crowd, world, arrival.Arrived);
        var phases = new TrafficPhases(crowd, traffic, target, options);
        traffic.Start(new Pace.Closed(Window));
        phases.Run("warm-up", options.WarmUp);
        var saturated = phases.Measure();
        phases.Drain();
        var first = saturated.ToResult(Name, target, traffic);

        traffic.Start(new Pace.Open((first.AcksPerSecond ?? 0) / 2));
        phases.Run("warm-up at half", SecondWarmUp);
        var half = phases.Measure();
        phases.Drain();
        return Task.FromResult(first with
        {
            Connections = arrival.Arrived.Count,
            Second = half.ToResult("half", target, traffic) with { Connections = arrival.Arrived.Count },
        });
    }
}
