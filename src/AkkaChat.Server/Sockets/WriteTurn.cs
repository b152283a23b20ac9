namespace AkkaChat.Server.Sockets;

/// <summary>
/// One writer at a time, in one field. Those that wait are few: the queue of frames has one writer, and the WebSocket one; so
/// whoever came last may be let in first.
/// </summary>
internal struct WriteTurn
{
    private static readonly object Taken = new();

    private object? _state; // null: free; Taken: nobody waits; else the last that came to wait

    /// <summary>Takes the turn, if it is free.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref _state, Taken, null) is null;

    /// <summary>Takes the turn when it is free.</summary>
    public Task EnterAsync()
    {
        Waiting? mine = null;
        while (!TryEnter())
        {
            var seen = Volatile.Read(ref _state);
            if (seen is null)
            {
                continue;
            }

            mine ??= new Waiting();
            mine.Before = seen as Waiting;
            if (Interlocked.CompareExchange(ref _state, mine, seen) == seen)
            {
                return mine.Task;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Gives the turn to somebody that waits, or frees it.</summary>
    public void Leave()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            var next = seen as Waiting;
            if (Interlocked.CompareExchange(ref _state, next is null ? null : next.Before ?? Taken, seen) == seen)
            {
                next?.SetResult();
                return;
            }
        }
    }

    /// <summary>Somebody that waits.</summary>
    private sealed class Waiting() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>Who waited before; null if nobody did.</summary>
        public Waiting? Before { get; set; }
    }
}
