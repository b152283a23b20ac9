namespace AkkaChat.E2E.Harness;

/// <summary>
/// How long a test waits for what must come. It is far more than anything takes on an idle machine: it is there to turn a
/// hang into a sentence, not to measure.
/// </summary>
public static class Patience
{
    /// <summary>For anything that takes moments.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(90);

    /// <summary>For heavy work.</summary>
    public static readonly TimeSpan HeavyWork = TimeSpan.FromMinutes(5);

    /// <summary>The outcome of <paramref name="task"/>, or a sentence of what was awaited and what had arrived.</summary>
    public static async Task<T> ForAsync<T>(Task<T> task, string what, Func<string>? arrived = null, TimeSpan? patience = null)
    {
        try
        {
            return await task.WaitAsync(patience ?? Usual);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited in vain for {what}. {arrived?.Invoke()}");
        }
    }

    /// <summary>The end of <paramref name="task"/>, or such a sentence.</summary>
    public static Task ForAsync(Task task, string what, Func<string>? arrived = null, TimeSpan? patience = null)
    {
        return ForAsync(Valued(), what, arrived, patience);

        async Task<bool> Valued()
        {
            await task;
            return true;
        }
    }

    /// <summary>
    /// Asks again and again until the answer is yes; for what another process shows but does not announce.
    /// </summary>
    public static async Task UntilAsync(
        Func<Task<bool>> isSo, string what, Func<string>? arrived = null, TimeSpan? patience = null)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(patience ?? Usual);
        try
        {
            while (!await isSo())
            {
                await pace.WaitForNextTickAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited in vain for {what}. {arrived?.Invoke()}");
        }
    }
}
