using Akka.Streams;

namespace AkkaChat.Server.Storage;

/// <summary>
/// One lane of the write pipeline: one batch under way at a time, hence one order. Every write that was taken is answered
/// once, in that order.
/// </summary>
internal sealed partial class WriteLane
{
    private readonly BatchQueue<Waiting> _queue;
    private readonly IChatStore _store;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly StoreCall _call;
    private readonly StorageMetrics _metrics;
    private readonly ILogger<WritePipeline> _logger;
    private readonly string _name;

    /// <summary>Starts the lane.</summary>
    public WriteLane(
        int number,
        IChatStore store,
        StorageOptions options,
        IMaterializer materializer,
        TimeProvider clock,
        StorageMetrics metrics,
        ILogger<WritePipeline> logger)
    {
        _name = $"write-{number}";
        _store = store;
        _timeout = options.WriteTimeout;
        _clock = clock;
        _metrics = metrics;
        _logger = logger;
        _call = new StoreCall(_name, options.WriteTimeout, clock, metrics);

        // One measure for both limits: each write counts as its bytes, and at least as its share of a batch.
        var share = Math.Max(1, options.MaxBatchBytes / options.MaxBatchWrites);
        _queue = new BatchQueue<Waiting>(
            new BatchLimits(options.WriteQueueCapacity, options.MaxBatchBytes, Concurrency: 1, options.CommitInterval),
            waiting => Math.Max(waiting.Write.Weight, share),
            CommitAsync,
            Fail,
            materializer,
            clock);
        metrics.Observe(_name, () => _queue.Count);
    }

    /// <summary>Queues a write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="answer">Called once with what became of it; must not throw or block.</param>
    /// <returns>False if the queue is full or closed; there is no answer then.</returns>
    public bool TryWrite(StoreWrite write, Action<StoreResult> answer) =>
        _queue.TryAdd(new Waiting(write, _clock.GetTimestamp(), answer));

    /// <summary>Takes no more writes and waits until those it took are answered.</summary>
    public Task CompleteAsync(TimeSpan timeout) => _queue.CompleteAsync(timeout);

    private async Task CommitAsync(List<Waiting> batch)
    {
        FailLate(batch);
        if (batch.Count == 0)
        {
            return;
        }

        IReadOnlyList<StoreOutcome> outcomes;
        try
        {
            outcomes = await _call.RunAsync(
                batch.Count, stop => _store.WriteAsync(batch.ConvertAll(waiting => waiting.Write), stop));
        }
        catch (Exception exception)
        {
            // Whatever it is, this batch is over and the lane lives on: a dead lane would take its rooms with it.
            LogFailed(exception, _name, batch.Count);
            batch.ForEach(Fail);
            return;
        }

        for (var index = 0; index < batch.Count; index++)
        {
            batch[index].Answer(new StoreResult.Decided(batch[index].Write, outcomes[index]));
        }
    }

    // A write whose time ran out while it waited behind slow ones is not begun. A run of the same room behind it is then
    // refused by the store, as it must be.
    private void FailLate(List<Waiting> batch)
    {
        var firstInTime = batch.FindIndex(waiting => _clock.GetElapsedTime(waiting.Since) < _timeout);
        var late = firstInTime < 0 ? batch.Count : firstInTime;
        if (late > 0)
        {
            LogTooLate(_name, late);
            batch.GetRange(0, late).ForEach(Fail);
            batch.RemoveRange(0, late);
        }
    }

    private void Fail(Waiting waiting)
    {
        _metrics.Failed(_name, 1);
        waiting.Answer(new StoreResult.Failed(waiting.Write));
    }

    private sealed record Waiting(StoreWrite Write, long Since, Action<StoreResult> Answer);
}
