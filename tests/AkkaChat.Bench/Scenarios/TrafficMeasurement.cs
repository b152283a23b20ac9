using System.Diagnostics;
using AkkaChat.Bench.Load;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;

namespace AkkaChat.Bench.Scenarios;

/// <summary>What happened between two moments, and how many TCP segments with data the clients got meanwhile.</summary>
internal sealed record TrafficMeasurement(Moment From, Moment To, Tally Tally, long Segments)
{
    /// <summary>As figures, after the drain.</summary>
    public RunResult ToResult(string scenario, Target target, Traffic traffic)
    {
        var seconds = Stopwatch.GetElapsedTime(From.Time, To.Time).TotalSeconds;
        var cpu = To.Server.Cpu - From.Server.Cpu;
        return new RunResult
        {
            Scenario = scenario,
            Target = target.Name,
            Seconds = seconds,
            DeliveriesPerSecond = Tally.Deliveries / seconds,
            AcksPerSecond = Tally.Acks / seconds,
            ServerCores = cpu.TotalSeconds / seconds,
            CpuPerDelivery = Per(cpu, Tally.Deliveries),
            CpuPerAck = Per(cpu, Tally.Acks),
            HelperCpuPerAck = target.HelperProcesses.Count == 0 ? null : Per(To.Helpers.Cpu - From.Helpers.Cpu, Tally.Acks),
            SegmentsPerDelivery = Tally.Deliveries == 0 ? null : (double)Segments / Tally.Deliveries,
            Delivery = Latency.Of(Tally.DeliveryLatency),
            Ack = Latency.Of(Tally.AckLatency),
            ResidentAtStart = Sizes.Megabytes(From.Server.ResidentBytes),
            ResidentAfter = Sizes.Megabytes(To.Server.ResidentBytes),
            Lost = traffic.Order.CountLost(traffic.Sent),
            Duplicates = traffic.Order.Duplicates,
            OutOfOrder = traffic.Order.OutOfOrder,
            OneOrder = traffic.Order.RoomsOutOfOrder == 0,
            SeqGaps = target.Dialect.HasSeq ? traffic.SeqGaps : null,
            ClosedUnread = traffic.ClosedUnread == 0 ? null : traffic.ClosedUnread,
            Errors = traffic.Errors + traffic.Closed,
            FirstFailure = traffic.FirstFailure,
        };
    }

    private static double? Per(TimeSpan cpu, long count) => count == 0 ? null : cpu.TotalMicroseconds / count;
}
