namespace AkkaChat.Bench.Measure;

/// <summary>A column of a comparison.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="Of">Takes it from a run.</param>
internal sealed record Figure(string Title, string Format, Func<RunResult, double?> Of)
{
    /// <summary>What comparisons show, in order.</summary>
    public static readonly IReadOnlyList<Figure> All =
    [
        new("CPU/delivery us", "n2", run => run.CpuPerDelivery),
        new("CPU/ack us", "n1", run => run.CpuPerAck),
        new("db CPU/ack us", "n1", run => run.HelperCpuPerAck),
        new("deliveries/s", "n0", run => run.DeliveriesPerSecond),
        new("acks/s", "n0", run => run.AcksPerSecond),
        new("segments/delivery", "n2", run => run.SegmentsPerDelivery),
        new("delivery p50 ms", "n2", run => run.Delivery?.P50),
        new("delivery p99 ms", "n2", run => run.Delivery?.P99),
        new("ack p50 ms", "n2", run => run.Ack?.P50),
        new("ack p99 ms", "n2", run => run.Ack?.P99),
        new("half-rate ack p50 ms", "n2", run => run.Second?.Ack?.P50),
        new("half-rate ack p99 ms", "n2", run => run.Second?.Ack?.P99),
        new("connects/s", "n0", run => run.ConnectsPerSecond),
        new("CPU/connect us", "n0", run => run.CpuPerConnect),
        new("KB/connection", "n1", run => run.KilobytesPerConnection),
        new("all back s", "n1", run => run.SecondsUntilBack),
        new("RSS MB", "n0", run => run.ResidentAfter),
        new("lost", "n0", run => run.Lost),
        new("out of order", "n0", run => run.OutOfOrder),
        new("seq gaps", "n0", run => run.SeqGaps),
        new("errors", "n0", run => run.Errors),
    ];
}
