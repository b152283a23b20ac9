namespace AkkaChat.E2E.Scenarios;

/// <summary>Counts acks, and tells when there are enough.</summary>
public sealed class AckCount(int enough)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>So many until now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>There are enough.</summary>
    public Task Reached => _reached.Task;

    /// <summary>One more.</summary>
    public void Add()
    {
        if (Interlocked.Increment(ref _count) == enough)
        {
            _reached.TrySetResult();
        }
    }
}
