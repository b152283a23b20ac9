using System.Diagnostics.CodeAnalysis;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// What a room has decided and not yet seen committed: runs on their way to the store, in order, and the one that grows
/// meanwhile. Bounded by <see cref="RoomOptions.MaxPendingEvents"/>.
/// </summary>
internal sealed class RoomRuns
{
    private readonly Queue<RoomRun> _inFlight = new();
    private readonly Queue<RoomRun> _sealed = new();
    private RoomRun _next = new();

    /// <summary>Events decided and not yet committed.</summary>
    public int PendingEvents { get; private set; }

    /// <summary>True while nothing is on its way.</summary>
    public bool IsIdle => _inFlight.Count == 0;

    /// <summary>True while no more can be taken.</summary>
    public bool IsFull => PendingEvents >= RoomOptions.MaxPendingEvents;

    /// <summary>Adds a decided command with its events.</summary>
    public void Add(PendingCommand command, IReadOnlyList<EncodedEvent> events)
    {
        if (_next.Count > 0 && _next.Count + events.Count > RoomOptions.MaxRunEvents)
        {
            _sealed.Enqueue(_next);
            _next = new RoomRun();
        }

        foreach (var decided in events)
        {
            _next.Add(decided);
        }

        PendingEvents += events.Count;
        _next.Commands.Add(command);
    }

    /// <summary>
    /// Lets a repetition wait for everything decided before it, since what it repeats may not be committed yet. False if
    /// nothing is pending: it can be answered at once.
    /// </summary>
    public bool TryFollow(PendingCommand repetition)
    {
        var last = _next.Count > 0 ? _next : _sealed.LastOrDefault() ?? _inFlight.LastOrDefault();
        last?.Commands.Add(repetition);
        return last is not null;
    }

    /// <summary>The next write, if one may go now.</summary>
    public StoreWrite.Append? Launch(RoomId room)
    {
        if (_inFlight.Count >= RoomOptions.MaxRunsInFlight)
        {
            return null;
        }

        if (!_sealed.TryDequeue(out var run))
        {
            if (_next.Count == 0)
            {
                return null;
            }

            run = _next;
            _next = new RoomRun();
        }

        _inFlight.Enqueue(run);
        return run.Seal(room);
    }

    /// <summary>
    /// Takes out the run that <paramref name="write"/> came from; runs come back in the order they went. False for a write
    /// that an earlier life of the room made.
    /// </summary>
    public bool TryLand(StoreWrite write, [NotNullWhen(true)] out RoomRun? run)
    {
        if (!_inFlight.TryPeek(out run) || !ReferenceEquals(run.Write, write))
        {
            run = null;
            return false;
        }

        _inFlight.Dequeue();
        PendingEvents -= run.Count;
        return true;
    }

    /// <summary>The run that was launched last, taken out: it could not be handed over.</summary>
    public RoomRun TakeBack()
    {
        var runs = _inFlight.ToArray();
        _inFlight.Clear();
        foreach (var run in runs[..^1])
        {
            _inFlight.Enqueue(run);
        }

        PendingEvents -= runs[^1].Count;
        return runs[^1];
    }

    /// <summary>Takes out the commands of all runs: the room stops.</summary>
    public List<PendingCommand> TakeAll()
    {
        var commands = _inFlight.SelectMany(run => run.Commands).Concat(TakeUnlaunched()).ToList();
        _inFlight.Clear();
        PendingEvents = 0;
        return commands;
    }

    /// <summary>Takes out the commands of all runs that have not been launched.</summary>
    public List<PendingCommand> TakeUnlaunched()
    {
        var commands = _sealed.Append(_next).SelectMany(run => run.Commands).ToList();
        PendingEvents -= _sealed.Append(_next).Sum(run => run.Count);
        _sealed.Clear();
        _next = new RoomRun();
        return commands;
    }
}
