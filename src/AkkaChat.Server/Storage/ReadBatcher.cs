using System.Threading.Channels;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace AkkaChat.Server.Storage;

/// <summary>
/// Joins reads of one sort that are asked at about the same time into few calls of the store. The queue is bounded; what
/// is beyond is refused. A call that fails for a reason that may lie in one of its reads is made again for each alone.
/// </summary>
internal sealed partial class ReadBatcher<TAsk, TAnswer>
{
    /// <summary>Calls under way at once: one computes while the other waits for the disk.</summary>
    private const int Concurrency = 2;

    private readonly Channel<Waiting> _queue;
    private readonly Task<Done> _drained;
    private readonly Func<IReadOnlyList<TAsk>, CancellationToken, Task<IReadOnlyList<TAnswer>>> _read;
    private readonly TimeProvider _clock;
    private readonly StoreCall _call;
    private readonly StorageMetrics _metrics;
    private readonly ILogger _logger;
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
        _clock = clock;
        _metrics = metrics;
        _logger = logger;
        _call = new StoreCall(name, options.ReadTimeout, clock, metrics);
        _queue = Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(options.ReadQueueCapacity) { SingleReader = true });
        metrics.Observe(name, () => _queue.Reader.Count);
        _drained = ChannelSource.FromReader(_queue.Reader)
            .Batch(
                options.MaxBatchReads,
                static first => new List<Waiting> { first },
                static (batch, next) =>
                {
                    batch.Add(next);
                    return batch;
                })
            .SelectAsyncUnordered(Concurrency, ReadAsync)
            .RunWith(Sink.Ignore<int>(), materializer);
    }

    /// <summary>Asks for one read.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the store can't answer.</exception>
    public Task<TAnswer> AskAsync(TAsk ask, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.Writer.TryWrite(new Waiting(ask, answer, stop)))
        {
            answer.SetException(new StoreUnavailableException("Too many reads wait for the store, or it is closing."));
        }

        return answer.Task.WaitAsync(stop);
    }

    /// <summary>Takes no more reads and waits until those it took are answered.</summary>
    public async Task CompleteAsync(TimeSpan timeout)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _drained.WaitAsync(timeout, _clock);
        }
        catch (Exception exception) when (exception is TimeoutException or AbruptTerminationException)
        {
            LogAbandoned(exception, _name, _queue.Reader.Count);
            while (_queue.Reader.TryRead(out var waiting))
            {
                Fail(waiting, new StoreUnavailableException("The store is closing.", exception));
            }
        }
    }

    private async Task<int> ReadAsync(List<Waiting> batch)
    {
        // Whoever gave up in the meantime is not read for: after a storm the store works for those who still wait.
        batch.RemoveAll(waiting => waiting.Stop.IsCancellationRequested);
        if (batch.Count > 0 && await CallAsync(batch) is { } failure)
        {
            if (failure is StoreUnavailableException || batch.Count == 1)
            {
                LogFailed(failure, _name, batch.Count);
                batch.ForEach(waiting => Fail(waiting, failure));
            }
            else
            {
                foreach (var waiting in batch)
                {
                    await ReadAsync([waiting]);
                }
            }
        }

        return batch.Count;
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
