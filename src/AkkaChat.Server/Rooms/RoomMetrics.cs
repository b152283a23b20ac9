using System.Diagnostics.Metrics;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>What rooms count.</summary>
internal sealed class RoomMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _failedRuns;

    /// <summary>Counts into <paramref name="meter"/>.</summary>
    public RoomMetrics(Meter meter)
    {
        _events = meter.CreateCounter<long>("akkachat.rooms.events", "{event}", "Events committed.");
        _refusals = meter.CreateCounter<long>("akkachat.rooms.refusals", "{command}", "Commands refused, by code.");
        _failedRuns = meter.CreateCounter<long>("akkachat.rooms.failed_runs", "{run}", "Runs not committed, by cause.");
    }

    /// <summary>The name of the folder's meter.</summary>
    public static string MeterName => "AkkaChat.Rooms";

    /// <summary>Events are on disk.</summary>
    public void Committed(int events) => _events.Add(events);

    /// <summary>A command was refused.</summary>
    public void Refused(ErrorCode code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code.Name()));

    /// <summary>A run was not committed: a conflict, known keys, or no answer.</summary>
    public void RunFailed(string cause) => _failedRuns.Add(1, new KeyValuePair<string, object?>("cause", cause));
}
