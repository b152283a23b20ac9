using System.Diagnostics;
using System.Globalization;
using AkkaChat.Bench.Load;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;

namespace AkkaChat.Bench.Scenarios;

/// <summary>Takes traffic through warm-up, measurement and drain.</summary>
internal sealed class TrafficPhases(Crowd crowd, Traffic traffic, Target target, RunOptions options)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    /// <summary>Lets it run.</summary>
    public void Run(string phase, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var report = start + Stopwatch.Frequency;
        var before = traffic.Delivered;
        crowd.Run(traffic, now =>
        {
            if (now >= report)
            {
                report += Stopwatch.Frequency;
                options.Progress(string.Create(CultureInfo.InvariantCulture, $"{phase}: {traffic.Delivered - before:n0} deliveries/s"));
                before = traffic.Delivered;
            }

            return now >= end;
        });
    }

    /// <summary>Lets it run, and measures.</summary>
    public TrafficMeasurement Measure()
    {
        var from = Moment.Now(target);
        var segments = crowd.CountSegments();
        traffic.StartTally();
        Run("measuring", options.Seconds);
        var to = Moment.Now(target);
        return new TrafficMeasurement(from, to, traffic.Tally, crowd.CountSegments() - segments);
    }

    /// <summary>Sends no more, and waits until all that is under way has arrived or nothing more comes.</summary>
    public void Drain()
    {
        traffic.Stop();
        traffic.StartTally();
        var (seen, since) = (-1L, 0L);
        crowd.Run(traffic, now =>
        {
            var count = traffic.Delivered + traffic.Sent.Acked;
            if (count != seen)
            {
                (seen, since) = (count, now);
            }

            var silence = Stopwatch.GetElapsedTime(since, now);
            return silence > LongestSilence
                || silence > TimeSpan.FromSeconds(1) && traffic.Sent.Acked == traffic.Sent.Last && traffic.IsComplete;
        });
    }
}
