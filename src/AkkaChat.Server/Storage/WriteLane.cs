using System.Threading.Channels;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace AkkaChat.Server.Storage;

/// <summary>
/// One lane of the write pipeline: a bounded queue, and one batch at a time from it to the store. What waits while a batch
/// is under way makes the next batch; there is no timer. Every write that was taken is answered once, in order.
/// </summary>
internal sealed partial class WriteLane
{
    private readonly Channel<Waiting> _queue;
    private readonly Task<Done> _drained;
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
        _queue = Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(options.WriteQueueCapacity) { SingleReader = true });
        metrics.Observe(_name, () => _queue.Reader.Count);

        // One measure for both limits: each write counts as its bytes, and at least as its share of a batch.
        var share = Math.Max(1, options.MaxBatchBytes / options.MaxBatchWrites);
        _drained = ChannelSource.FromReader(_queue.Reader)
            .BatchWeighted(
                options.MaxBatchBytes,
                waiting => Math.Max(waiting.Write.Weight, share),
                static first => new List<Waiting> { first },
                static (batch, next) =>
                {
                    batch.Add(next);
                    return batch;
                })
            .SelectAsync(1, CommitAsync)
            .RunWith(Sink.Ignore<int>(), materializer);
    }

    /// <summary>Queues a write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="answer">Called once with what became of it; must not throw or block.</param>
    /// <returns>False if the queue is full or closed; there is no answer then.</returns>
    public bool TryWrite(StoreWrite write, Action<StoreResult> answer) =>
        _queue.Writer.TryWrite(new Waiting(write, _clock.GetTimestamp(), answer));

    /// <summary>Takes no more writes and waits until those it took are answered.</summary>
    public async Task CompleteAsync(TimeSpan timeout)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _drained.WaitAsync(timeout, _clock);
        }
        catch (Exception exception) when (exception is TimeoutException or AbruptTerminationException)
        {
            // Nobody reads the queue any more, or nobody waits for it: what is left has no answer to come.
            LogAbandoned(exception, _name, _queue.Reader.Count);
            while (_queue.Reader.TryRead(out var waiting))
            {
                Fail(waiting);
            }
        }
    }

    private async Task<int> CommitAsync(List<Waiting> batch)
    {
        var inTime = InTime(batch);
        if (inTime.Count == 0)
        {
            return 0;
        }

        IReadOnlyList<StoreOutcome> outcomes;
        try
        {
            outcomes = await _call.RunAsync(
                inTime.Count, stop => _store.WriteAsync(inTime.ConvertAll(waiting => waiting.Write), stop));
        }
        catch (Exception exception)
        {
            // Whatever it is, this batch is over and the lane lives on: a dead lane would take its rooms with it.
            LogFailed(exception, _name, inTime.Count);
            inTime.ForEach(Fail);
            return inTime.Count;
        }

        for (var index = 0; index < inTime.Count; index++)
        {
            inTime[index].Answer(new StoreResult.Decided(inTime[index].Write, outcomes[index]));
        }

        return inTime.Count;
    }

    // A write whose time ran out while it waited behind a slow one is not begun: its sender was told long ago, or will
    // be now. A run of the same room behind it is then refused by the store, as it must be.
    private List<Waiting> InTime(List<Waiting> batch)
    {
        var late = batch.FindIndex(waiting => _clock.GetElapsedTime(waiting.Since) < _timeout);
        var count = late < 0 ? batch.Count : late;
        if (count > 0)
        {
            LogTooLate(_name, count);
            batch.GetRange(0, count).ForEach(Fail);
            batch.RemoveRange(0, count);
        }

        return batch;
    }

    private void Fail(Waiting waiting)
    {
        _metrics.Failed(_name, 1);
        waiting.Answer(new StoreResult.Failed(waiting.Write));
    }

    private sealed record Waiting(StoreWrite Write, long Since, Action<StoreResult> Answer);
}
