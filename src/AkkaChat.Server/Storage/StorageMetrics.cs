using System.Diagnostics.Metrics;

namespace AkkaChat.Server.Storage;

/// <summary>What the pipelines measure, under the meter <c>AkkaChat.Storage</c>.</summary>
internal sealed class StorageMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AkkaChat.Storage";

    private readonly Meter _meter;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;

    /// <summary>Makes the instruments.</summary>
    public StorageMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _batchSize = _meter.CreateHistogram<int>("akkachat.storage.batch.size", "{item}", "Items in one call of the store.");
        _duration = _meter.CreateHistogram<double>("akkachat.storage.batch.duration", "s", "Time of one call of the store.");
        _failures = _meter.CreateCounter<long>("akkachat.storage.failures", "{item}", "Items whose call of the store failed.");
    }

    /// <summary>Notes a call of the store.</summary>
    /// <param name="queue">Which pipeline made it.</param>
    /// <param name="items">How many items it had.</param>
    /// <param name="duration">How long it took.</param>
    public void Called(string queue, int items, TimeSpan duration)
    {
        _batchSize.Record(items, Tag(queue));
        _duration.Record(duration.TotalSeconds, Tag(queue));
    }

    /// <summary>Notes items that got no answer.</summary>
    public void Failed(string queue, int items) => _failures.Add(items, Tag(queue));

    /// <summary>Shows how much waits in a queue.</summary>
    public void Observe(string queue, Func<int> length) =>
        _meter.CreateObservableGauge(
            "akkachat.storage.queue.length",
            () => new Measurement<int>(length(), Tag(queue)),
            "{item}",
            "Items that wait for the store.");

    private static KeyValuePair<string, object?> Tag(string queue) => new("queue", queue);
}
