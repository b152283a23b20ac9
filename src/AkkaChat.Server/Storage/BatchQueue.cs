using System.Collections.Concurrent;
using System.Threading.Channels;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace AkkaChat.Server.Storage;

/// <summary>
/// A bounded queue whose items are handled in batches: what waits while batches are under way, or within the interval from
/// one to the next, makes the next one. An item that comes alone is handled at once. Every item that was taken is handled or
/// abandoned, once.
/// </summary>
internal sealed class BatchQueue<T>
    where T : class
{
    private readonly Channel<T> _waiting;

    // What was taken and is not handled yet, on its way through the stream included: a stream that is stopped forgets
    // what it holds. Whoever takes an item out of here is the one to deal with it.
    private readonly ConcurrentDictionary<T, bool> _open = new(ReferenceEqualityComparer.Instance);
    private readonly Action<T> _abandon;
    private readonly TimeProvider _clock;
    private readonly Task _ended;

    /// <summary>Starts the stream.</summary>
    /// <param name="limits">How much may wait, and how much a batch may hold.</param>
    /// <param name="weight">What an item counts towards a batch's limit.</param>
    /// <param name="handle">Handles a batch; must not throw.</param>
    /// <param name="abandon">Gets each item that will not be handled, because the queue was closed before its turn.</param>
    /// <param name="materializer">Runs the stream.</param>
    /// <param name="clock">Measures the time-out of closing.</param>
    public BatchQueue(
        BatchLimits limits,
        Func<T, long> weight,
        Func<List<T>, Task> handle,
        Action<T> abandon,
        IMaterializer materializer,
        TimeProvider clock)
    {
        _abandon = abandon;
        _clock = clock;
        _waiting = Channel.CreateBounded<T>(limits.Capacity);
        _ended = RunAsync(limits, weight, handle, materializer);
    }

    /// <summary>How many items wait.</summary>
    public int Count => _waiting.Reader.Count;

    /// <summary>Queues an item; false if the queue is full or closed.</summary>
    public bool TryAdd(T item)
    {
        _open.TryAdd(item, true);

        // Refused, unless closing abandoned it in between: then it had its answer and counts as taken.
        return _waiting.Writer.TryWrite(item) || !_open.TryRemove(item, out _);
    }

    /// <summary>Takes no more items, and waits until those it took are handled; abandons the rest when the time is over.</summary>
    public async Task CompleteAsync(TimeSpan timeout)
    {
        _waiting.Writer.TryComplete();
        try
        {
            await _ended.WaitAsync(timeout, _clock);
        }
        catch (TimeoutException)
        {
            AbandonAll();
        }
    }

    private async Task RunAsync(
        BatchLimits limits, Func<T, long> weight, Func<List<T>, Task> handle, IMaterializer materializer)
    {
        try
        {
            // Sink.Ignore itself does not notice when the actor system stops the stream; WatchTermination does.
            await ChannelSource.FromReader(_waiting.Reader)
                .BatchWeighted(limits.BatchWeight, weight, static first => new List<T> { first }, Join)
                .SelectAsyncUnordered(limits.Concurrency, HandleAsync)
                .WatchTermination(Keep.Right)
                .To(Sink.Ignore<int>())
                .Run(materializer);
        }
        catch (AbruptStageTerminationException)
        {
            // The actor system is gone, and with it whoever read the queue.
        }
        finally
        {
            _waiting.Writer.TryComplete();
            AbandonAll();
        }

        async Task<int> HandleAsync(List<T> batch)
        {
            batch.RemoveAll(item => !_open.TryRemove(item, out _));
            if (batch.Count > 0)
            {
                var begun = _clock.GetTimestamp();
                await handle(batch);
                await RestAsync(limits.Interval - _clock.GetElapsedTime(begun));
            }

            return batch.Count;
        }
    }

    // While this goes on, what comes is gathered for the next batch.
    private Task RestAsync(TimeSpan rest) => rest > TimeSpan.Zero ? Task.Delay(rest, _clock) : Task.CompletedTask;

    private static List<T> Join(List<T> batch, T next)
    {
        batch.Add(next);
        return batch;
    }

    private void AbandonAll()
    {
        foreach (var item in _open.Keys)
        {
            if (_open.TryRemove(item, out _))
            {
                _abandon(item);
            }
        }
    }
}
