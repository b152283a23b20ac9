namespace AkkaChat.Bench.Measure;

/// <summary>The figures of one run. What a scenario does not measure is null.</summary>
internal sealed record RunResult
{
    /// <summary>Which scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Which server, with the label of its build if it has one.</summary>
    public required string Target { get; init; }

    /// <summary>How long it was measured, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Connections that took part.</summary>
    public int Connections { get; init; }

    /// <summary>Connections signed in per second at the beginning.</summary>
    public double? ConnectsPerSecond { get; init; }

    /// <summary>Attempts to connect that failed and were made again.</summary>
    public int? ConnectFailures { get; init; }

    /// <summary>Server CPU per connection signed in, in microseconds.</summary>
    public double? CpuPerConnect { get; init; }

    /// <summary>Deliveries per second.</summary>
    public double? DeliveriesPerSecond { get; init; }

    /// <summary>Acked sends (or answered requests) per second.</summary>
    public double? AcksPerSecond { get; init; }

    /// <summary>Server CPU in cores.</summary>
    public double? ServerCores { get; init; }

    /// <summary>Server CPU per delivery, in microseconds.</summary>
    public double? CpuPerDelivery { get; init; }

    /// <summary>Server CPU per ack, in microseconds.</summary>
    public double? CpuPerAck { get; init; }

    /// <summary>CPU of the database and the like per ack, in microseconds.</summary>
    public double? HelperCpuPerAck { get; init; }

    /// <summary>TCP segments with data that clients received, per delivery: near 1 for a write each, less where writes are joined.</summary>
    public double? SegmentsPerDelivery { get; init; }

    /// <summary>From a message's time to its arrival.</summary>
    public Latency? Delivery { get; init; }

    /// <summary>From a request's time to its answer.</summary>
    public Latency? Ack { get; init; }

    /// <summary>Resident memory before anyone connected, in MB.</summary>
    public double? ResidentBefore { get; init; }

    /// <summary>Resident memory when the measurement began, in MB.</summary>
    public double? ResidentAtStart { get; init; }

    /// <summary>Resident memory at the end, in MB.</summary>
    public double? ResidentAfter { get; init; }

    /// <summary>Resident memory per connection, in KB.</summary>
    public double? KilobytesPerConnection { get; init; }

    /// <summary>Seconds from the restart's kill until all were back.</summary>
    public double? SecondsUntilBack { get; init; }

    /// <summary>Seconds of that from the kill until the server served again.</summary>
    public double? SecondsUntilUp { get; init; }

    /// <summary>Deliveries that never came.</summary>
    public long? Lost { get; init; }

    /// <summary>Deliveries that came twice.</summary>
    public long? Duplicates { get; init; }

    /// <summary>Deliveries that came in another order than to the first member.</summary>
    public long? OutOfOrder { get; init; }

    /// <summary>True if all members of every room saw one order.</summary>
    public bool? OneOrder { get; init; }

    /// <summary>Deliveries whose <c>seq</c> was not one more than the one before.</summary>
    public long? SeqGaps { get; init; }

    /// <summary>Connections that never read, and that the server ended.</summary>
    public long? ClosedUnread { get; init; }

    /// <summary>Requests refused, and connections that the server ended.</summary>
    public long Errors { get; init; }

    /// <summary>The first thing that went wrong.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>A second measurement within the same run, such as the same load at another rate.</summary>
    public RunResult? Second { get; init; }
}
