using System.Diagnostics;
using HdrHistogram;

namespace AkkaChat.Bench.Load;

/// <summary>What a load counts while it is measured. Latencies are in microseconds.</summary>
internal sealed class Tally
{
    private const long MostMicroseconds = 60_000_000;
    private const int Digits = 3;

    private static readonly double MicrosecondsPerTick = 1_000_000.0 / Stopwatch.Frequency;

    /// <summary>From a message's time to its arrival at each member.</summary>
    public LongHistogram DeliveryLatency { get; } = new(MostMicroseconds, Digits);

    /// <summary>From a request's time to its answer.</summary>
    public LongHistogram AckLatency { get; } = new(MostMicroseconds, Digits);

    /// <summary>Deliveries received.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Answers received.</summary>
    public long Acks { get; private set; }

    /// <summary>Counts a delivery.</summary>
    public void Deliver(long ticks)
    {
        Deliveries++;
        DeliveryLatency.RecordValue(Microseconds(ticks));
    }

    /// <summary>Counts an answer.</summary>
    public void Ack(long ticks)
    {
        Acks++;
        AckLatency.RecordValue(Microseconds(ticks));
    }

    private static long Microseconds(long ticks) => Math.Clamp((long)(ticks * MicrosecondsPerTick), 1, MostMicroseconds);
}
