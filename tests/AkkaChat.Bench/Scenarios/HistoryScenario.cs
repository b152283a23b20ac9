using System.Diagnostics;
using AkkaChat.Bench.Load;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Scenarios;

/// <summary>People who scroll back.</summary>
internal sealed class HistoryScenario : Scenario
{
    /// <inheritdoc/>
    public override string Name => "h";

    /// <inheritdoc/>
    public override string Title => "64 readers, pages of 50 events from 8 rooms with 10000 messages, closed loop";

    /// <inheritdoc/>
    public override bool IsForAkkaChatOnly => true;

    /// <inheritdoc/>
    public override World CreateWorld() => World.Of(8, 8, 0, historyPerRoom: 10_000);

    /// <inheritdoc/>
    public override Task<RunResult> RunAsync(Target target, World world, RunOptions options)
    {
        using var crowd = new Crowd(target, options.Stop);
        var arrival = new Arrival(crowd, world.People, _ => true);
        arrival.Run();
        var paging = new Paging(crowd, world.HistoryPerRoom);
        paging.Start(arrival.Arrived);
        Run(options.WarmUp);
        var from = Moment.Now(target);
        paging.StartTally();
        options.Progress("measuring");
        Run(options.Seconds);
        var to = Moment.Now(target);
        paging.Stop();
        var seconds = Stopwatch.GetElapsedTime(from.Time, to.Time).TotalSeconds;
        var cpu = to.Server.Cpu - from.Server.Cpu;
        return Task.FromResult(new RunResult
        {
            Scenario = Name,
            Target = target.Name,
            Seconds = seconds,
            Connections = arrival.Arrived.Count,
            AcksPerSecond = paging.Tally.Acks / seconds,
            ServerCores = cpu.TotalSeconds / seconds,
            CpuPerAck = cpu.TotalMicroseconds / paging.Tally.Acks,
            HelperCpuPerAck = target.HelperProcesses.Count == 0
                ? null
                : (to.Helpers.Cpu - from.Helpers.Cpu).TotalMicroseconds / paging.Tally.Acks,
            Ack = Latency.Of(paging.Tally.AckLatency),
            ResidentAfter = Sizes.Megabytes(to.Server.ResidentBytes),
            Errors = paging.Errors,
            FirstFailure = paging.FirstFailure,
        });

        void Run(TimeSpan duration)
        {
            var start = Stopwatch.GetTimestamp();
            crowd.Run(paging, now => Stopwatch.GetElapsedTime(start, now) > duration);
        }
    }
}
