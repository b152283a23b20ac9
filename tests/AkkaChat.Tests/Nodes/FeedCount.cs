using System.Diagnostics.Metrics;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Tests.Nodes;

/// <summary>How many events a node's rooms broadcast, and in how many messages to whom.</summary>
internal sealed class FeedCount : IDisposable
{
    private readonly Meter _meter = new("rooms of one node");
    private readonly MeterListener _listener = new();
    private long _events;
    private long _local;
    private long _remote;

    public FeedCount()
    {
        Metrics = new RoomMetrics(_meter);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    public RoomMetrics Metrics { get; }

    public (long Events, long Local, long Remote) Now =>
        (Interlocked.Read(ref _events), Interlocked.Read(ref _local), Interlocked.Read(ref _remote));

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Count(Instrument instrument, long by, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        switch (instrument.Name)
        {
            case "akkachat.rooms.broadcasts":
                Interlocked.Add(ref _events, by);
                break;
            case "akkachat.rooms.feeds" when tags[0] is { Key: "to", Value: "remote" }:
                Interlocked.Add(ref _remote, by);
                break;
            case "akkachat.rooms.feeds":
                Interlocked.Add(ref _local, by);
                break;
        }
    }
}
