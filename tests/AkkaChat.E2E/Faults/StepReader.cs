using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Faults;

/// <summary>Sees that the events of a room come one by one, up to the last one.</summary>
internal sealed class StepReader
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _room;
    private readonly long _after;
    private readonly long _last;

    /// <summary>A reader of what follows one event, up to another.</summary>
    public StepReader(string room, long after, long last)
    {
        _room = room;
        _after = after;
        _last = last;
        At = after;
    }

    /// <summary>The last event that came.</summary>
    public long At { get; private set; }

    /// <summary>The last one came, and all before it.</summary>
    public Task Done => _done.Task;

    /// <summary>Looks at a push.</summary>
    public void Take(Frame push)
    {
        if (push.Room != _room || push.Type is not ("event" or "gap") || (push.IsEvent && push.Seq <= _after))
        {
            return;
        }

        if (!push.IsEvent || push.Seq != At + 1)
        {
            _done.TrySetException(new InvalidOperationException($"after event {At} came {push}"));
            return;
        }

        At = push.Seq;
        if (At == _last)
        {
            _done.TrySetResult();
        }
    }
}
