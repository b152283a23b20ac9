namespace AkkaChat.Server.Storage;

/// <summary>One call of the store for a batch, limited in time and measured.</summary>
internal sealed class StoreCall(string queue, TimeSpan timeout, TimeProvider clock, StorageMetrics metrics)
{
    /// <summary>Runs <paramref name="call"/>; its token is cancelled when nobody waits for the answer any more.</summary>
    /// <exception cref="StoreUnavailableException">There was no answer in time.</exception>
    public async Task<IReadOnlyList<T>> RunAsync<T>(int items, Func<CancellationToken, Task<IReadOnlyList<T>>> call)
    {
        var started = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, clock);
        try
        {
            return await call(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store did not answer within {timeout.TotalSeconds} s.", exception);
        }
        finally
        {
            metrics.Called(queue, items, clock.GetElapsedTime(started));
        }
    }
}
