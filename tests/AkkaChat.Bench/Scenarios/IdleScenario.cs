using System.Diagnostics;
using AkkaChat.Bench.Load;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Scenarios;

/// <summary>
/// Many people who say nothing: what a connection costs, and how long it takes until all are back after the server was
/// killed, where they come back with cursors.
/// </summary>
internal sealed class IdleScenario : Scenario
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Name => "d";

    /// <inheritdoc/>
    public override string Title => "10000 idle, each in 5 of 1000 rooms; then a restart";

    /// <inheritdoc/>
    public override World CreateWorld() => World.Of(1000, 50, 1, roomsEach: 5);

    /// <inheritdoc/>
    public override async Task<RunResult> RunAsync(Target target, World world, RunOptions options)
    {
        using var crowd = new Crowd(target, options.Stop);
        var before = Moment.Now(target);
        var arrival = new Arrival(crowd, world.People, _ => true);
        arrival.Run();
        var arrived = Moment.Now(target);
        options.Progress(arrival.Report() + ", settling");
        var silence = new Silence();
        crowd.Run(silence, now => Stopwatch.GetElapsedTime(arrived.Time, now) > Settle);
        var settled = Moment.Now(target);
        var count = arrival.Arrived.Count;
        var result = new RunResult
        {
            Scenario = Name,
            Target = target.Name,
            Seconds = Settle.TotalSeconds,
            Connections = count,
            ConnectsPerSecond = count / arrival.Elapsed.TotalSeconds,
            ConnectFailures = arrival.Failures,
            CpuPerConnect = (arrived.Server.Cpu - before.Server.Cpu).TotalMicroseconds / count,
            ServerCores = (settled.Server.Cpu - arrived.Server.Cpu) / Stopwatch.GetElapsedTime(arrived.Time, settled.Time),
            ResidentBefore = Sizes.Megabytes(before.Server.ResidentBytes),
            ResidentAfter = Sizes.Megabytes(settled.Server.ResidentBytes),
            KilobytesPerConnection = Sizes.Kilobytes((double)(settled.Server.ResidentBytes - before.Server.ResidentBytes) / count),
            Errors = silence.Closed,
            FirstFailure = silence.FirstFailure,
        };
        return target.Dialect.HasSeq ? await RestartAsync(target, world, options, crowd, result) : result;
    }

    // Everybody tries to come back from the moment of the kill on, as real clients do.
    private static async Task<RunResult> RestartAsync(
        Target target, World world, RunOptions options, Crowd crowd, RunResult result)
    {
        options.Progress("killing the server");
        crowd.CutAll();
        foreach (var person in world.People)
        {
            person.Cursors = [.. person.Rooms.Select(room => room.LastSeq)];
        }

        var start = Stopwatch.GetTimestamp();
        var up = Task.Run(async () =>
        {
            await target.RestartAsync();
            return Stopwatch.GetElapsedTime(start);
        });
        var comeback = new Arrival(crowd, world.People, _ => true);
        comeback.Run();
        return result with
        {
            SecondsUntilUp = (await up).TotalSeconds,
            SecondsUntilBack = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }
}
