using System.Diagnostics.Metrics;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>What rooms count.</summary>
internal sealed class RoomMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _failedRuns;
    private readonly Counter<long> _broadcasts;
    private readonly Counter<long> _feeds;
    private readonly UpDownCounter<long> _hosted;

    /// <summary>Counts into <paramref name="meter"/>.</summary>
    public RoomMetrics(Meter meter)
    {
        _events = meter.CreateCounter<long>("akkachat.rooms.events", "{event}", "Events committed.");
        _refusals = meter.CreateCounter<long>("akkachat.rooms.refusals", "{command}", "Commands refused, by code.");
        _failedRuns = meter.CreateCounter<long>("akkachat.rooms.failed_runs", "{run}", "Runs not committed, by cause.");
        _broadcasts = meter.CreateCounter<long>(
            "akkachat.rooms.broadcasts", "{event}", "Events passed on to the nodes that have members online.");
        _feeds = meter.CreateCounter<long>(
            "akkachat.rooms.feeds", "{message}", "Messages with events, by whether they stay on the node: one for each node.");
        _hosted = meter.CreateUpDownCounter<long>("akkachat.rooms.hosted", "{room}", "Rooms that are awake on this node.");
    }

    /// <summary>The name of the folder's meter.</summary>
    public static string MeterName => "AkkaChat.Rooms";

    /// <summary>A room woke up here.</summary>
    public void Started() => _hosted.Add(1);

    /// <summary>A room stopped here.</summary>
    public void Stopped() => _hosted.Add(-1);

    /// <summary>Events are on disk.</summary>
    public void Committed(int events) => _events.Add(events);

    /// <summary>A command was refused.</summary>
    public void Refused(ErrorCode code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code.Name()));

    /// <summary>A run was not committed: a conflict, known keys, or no answer.</summary>
    public void RunFailed(string cause) => _failedRuns.Add(1, new KeyValuePair<string, object?>("cause", cause));

    /// <summary>A run of events was told to the Deliveries of that many nodes.</summary>
    public void Broadcast(int events, int local, int remote)
    {
        _broadcasts.Add(events);
        if (local > 0)
        {
            _feeds.Add(local, new KeyValuePair<string, object?>("to", "local"));
        }

        if (remote > 0)
        {
            _feeds.Add(remote, new KeyValuePair<string, object?>("to", "remote"));
        }
    }
}
