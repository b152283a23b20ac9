using Akka.Streams;

namespace AkkaChat.Server.Storage;

/// <summary>
/// Joins reads of one sort that are asked at about the same time into few calls of the store. A call that fails for a
/// reason that may lie in one of its reads is made again for each alone.
/// </summary>
internal sealed partial class ReadBatcher<TAsk, TAnswer>
{
    /// <summary>Calls under way at once: one computes while the other waits for the disk.</summary>
    private const int Concurrency = 2;

    private readonly BatchQueue<Waiting> _queue;
    private readonly Func<IReadOnlyList<TAsk>, CancellationToken, Task<IReadOnlyList<TAnswer>>> _read;
    private readonly StoreCall _call;
    private readonly StorageMetrics _metrics;
    private readonly ILogger<ReadPipeline> _logger;
    private readonly string _name;

    /// <summary>Starts taking reads.</summary>
    public ReadBatcher(
        string name,
        Func<IReadOnlyList<TAsk>, CancellationToken, Task<IReadOnlyList<TAnswer>>> read,
        StorageOptions options,
        IMaterializer materializer,
        TimeProvider clock,
        StorageMetrics metrics,
        ILogger<ReadPipeline> logger)
    {
        _name = name;
        _read = read;
        _metrics = metrics;
        _logger = logger;
        _call = new StoreCall(name, options.ReadTimeout, clock, metrics);
        _queue = new BatchQueue<Waiting>(
            new BatchLimits(options.ReadQueueCapacity, options.MaxBatchReads, Concurrency),
            static _ => 1,
            ReadAsync,
            waiting => Fail(waiting, new StoreUnavailableException("The store is closing.")),
            materializer,
            clock);
        metrics.Observe(name, () => _queue.Count);
    }

    /// <summary>Asks for one read.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the store can't answer.</exception>
    public Task<TAnswer> AskAsync(TAsk ask, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.TryAdd(new Waiting(ask, answer, stop)))
        {
            answer.SetException(new StoreUnavailableException("Too many reads wait for the store, or it is closing."));
        }

        return answer.Task.WaitAsync(stop);
    }

    /// <summary>Takes no more reads and waits until those it took are answered.</summary>
    public Task CompleteAsync(TimeSpan timeout) => _queue.CompleteAsync(timeout);

    private async Task ReadAsync(List<Waiting> batch)
    {
        // Whoever gave up in the meantime is not read for: after a storm the store works for those who still wait.
        batch.RemoveAll(waiting => waiting.Stop.IsCancellationRequested);
        if (batch.Count == 0 || await CallAsync(batch) is not { } failure)
        {
            return;
        }

        if (failure is StoreUnavailableException || batch.Count == 1)
        {
            LogFailed(failure, _name, batch.Count);
            batch.ForEach(waiting => Fail(waiting, failure));
            return;
        }

        foreach (var waiting in batch)
        {
            await ReadAsync([waiting]);
        }
    }

    /// <summary>Reads and answers a batch; gives the failure if nobody was answered.</summary>
    private async Task<Exception?> CallAsync(List<Waiting> batch)
    {
        IReadOnlyList<TAnswer> answers;
        try
        {
            answers = await _call.RunAsync(batch.Count, stop => _read(batch.ConvertAll(waiting => waiting.Ask), stop));
        }
        catch (Exception exception)
        {
            // It goes to whoever asked; the stream lives on.
            return exception;
        }

        for (var index = 0; index < batch.Count; index++)
        {
            batch[index].Answer.SetResult(answers[index]);
        }

        return null;
    }

    private void Fail(Waiting waiting, Exception failure)
    {
        _metrics.Failed(_name, 1);
        waiting.Answer.SetException(failure);
    }

    private sealed record Waiting(TAsk Ask, TaskCompletionSource<TAnswer> Answer, CancellationToken Stop);
}
