using Akka.Actor;
using Akka.Streams;

namespace AkkaChat.Server.Storage;

/// <summary>
/// Group commit: writes of many rooms share transactions, writes of one room keep their order, because a room's writes
/// always take the same lane and a lane has one batch under way. When the store fails, the batch it failed is answered as
/// unknown and the next one is tried; nothing is retried here.
/// </summary>
internal sealed class WritePipeline : IAsyncDisposable
{
    private readonly WriteLane[] _lanes;
    private readonly TimeSpan _closeTimeout;

    /// <summary>Starts the lanes.</summary>
    public WritePipeline(
        IChatStore store,
        StorageOptions options,
        ActorSystem system,
        TimeProvider clock,
        StorageMetrics metrics,
        ILogger<WritePipeline> logger)
    {
        _closeTimeout = options.CloseTimeout;
        var materializer = system.Materializer();
        _lanes = [.. Enumerable.Range(0, store.Lanes)
            .Select(number => new WriteLane(number, store, options, materializer, clock, metrics, logger))];
    }

    /// <summary>Queues a write; <paramref name="replyTo"/> gets one <see cref="StoreResult"/>, in the order of its writes.</summary>
    /// <returns>False if the queue is full or closed: nothing was begun, and nothing will be told.</returns>
    public bool TryWrite(StoreWrite write, IActorRef replyTo) =>
        LaneOf(write).TryWrite(write, result => replyTo.Tell(result, ActorRefs.NoSender));

    /// <summary>Writes and waits for the outcome; for callers that are not actors.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the outcome is unknown.</exception>
    public Task<StoreOutcome> WriteAsync(StoreWrite write, CancellationToken stop)
    {
        var outcome = new TaskCompletionSource<StoreOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!LaneOf(write).TryWrite(write, Answer))
        {
            outcome.SetException(new StoreUnavailableException("Too many writes wait for the store, or it is closing."));
        }

        return outcome.Task.WaitAsync(stop);

        void Answer(StoreResult result)
        {
            if (result is StoreResult.Decided decided)
            {
                outcome.SetResult(decided.Outcome);
            }
            else
            {
                outcome.SetException(new StoreUnavailableException("The store gave no answer; the outcome is unknown."));
            }
        }
    }

    /// <summary>Takes no more writes, and waits until those it took are answered or the time is over.</summary>
    public Task CompleteAsync(TimeSpan timeout) => Task.WhenAll(_lanes.Select(lane => lane.CompleteAsync(timeout)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CompleteAsync(_closeTimeout);

    private WriteLane LaneOf(StoreWrite write) =>
        _lanes[(uint)StringComparer.Ordinal.GetHashCode(write.LaneKey) % (uint)_lanes.Length];
}
