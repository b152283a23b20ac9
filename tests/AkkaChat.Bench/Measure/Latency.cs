using HdrHistogram;

namespace AkkaChat.Bench.Measure;

/// <summary>How long something took, in milliseconds.</summary>
internal sealed record Latency(double P50, double P90, double P99, double Max)
{
    private const double MicrosecondsPerMillisecond = 1000;

    /// <summary>What a histogram of microseconds says; null if it is empty.</summary>
    public static Latency? Of(LongHistogram histogram) => histogram.TotalCount == 0
        ? null
        : new Latency(At(histogram, 50), At(histogram, 90), At(histogram, 99), At(histogram, 100));

    private static double At(LongHistogram histogram, double percentile) =>
        histogram.GetValueAtPercentile(percentile) / MicrosecondsPerMillisecond;
}
