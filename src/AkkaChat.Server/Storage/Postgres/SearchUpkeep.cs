using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Merges new terms into the search index in the background, so that no message waits for it and no search reads a long list
/// of what is not merged yet. When it fails nothing is lost: messages are found all the same, and it is tried again.
/// </summary>
internal sealed partial class SearchUpkeep : IAsyncDisposable
{
    /// <summary>
    /// So many bytes of writes make a list of about 200 pages: a search reads it in some 5 ms, and merging takes about 50 ms.
    /// </summary>
    public const long EnoughBytes = 2 * 1024 * 1024;

    /// <summary>How long less than that may wait, and how long a failure is left alone.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>How often is looked; at full speed there is enough after a third of a second.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>The advisory lock of the node that merges; any number that nothing else uses.</summary>
    public const long LockKey = 0x616B6B6163686175;

    // Of several nodes one merges, for all; the others have nothing to do then.
    private const string MergeSql = """
        SELECT CASE WHEN pg_try_advisory_xact_lock($1) THEN gin_clean_pending_list('message_search_terms') ELSE 0 END
        """;

    private readonly Func<CancellationToken, Task> _merge;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresStore> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _ended;

    // A node that was killed may have left something.
    private long _bytes = 1;

    /// <summary>Begins.</summary>
    /// <param name="merge">Merges once.</param>
    /// <param name="clock">Measures the time between.</param>
    /// <param name="logger">Is told when it begins to fail.</param>
    public SearchUpkeep(Func<CancellationToken, Task> merge, TimeProvider clock, ILogger<PostgresStore> logger)
    {
        _merge = merge;
        _clock = clock;
        _logger = logger;
        _ended = RunAsync();
    }

    /// <summary>Merges, unless another node is at it.</summary>
    public static async Task<long> MergeAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(MergeSql, Sql.Number(LockKey)));
        return (long)(await batch.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Notes what was written.</summary>
    public void Wrote(IReadOnlyList<StoreWrite> batch)
    {
        var bytes = 0L;
        foreach (var write in batch)
        {
            bytes += write is StoreWrite.Append ? write.Weight : 0;
        }

        if (bytes > 0)
        {
            Interlocked.Add(ref _bytes, bytes);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCompleted)
        {
            return; // once more
        }

        await _stop.CancelAsync();
        try
        {
            await _ended.WaitAsync(MaxWait, _clock);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            // The database hangs. What it does there may be left to itself.
        }
    }

    private async Task RunAsync()
    {
        var since = _clock.GetTimestamp();
        var works = true;
        try
        {
            while (true)
            {
                await Task.Delay(Pace, _clock, _stop.Token);
                var bytes = Interlocked.Read(ref _bytes);
                var isLate = bytes > 0 && _clock.GetElapsedTime(since) >= MaxWait;
                if (isLate || (works && bytes >= EnoughBytes))
                {
                    works = await TryMergeAsync(bytes, works);
                    since = _clock.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The store is being closed.
        }
    }

    private async Task<bool> TryMergeAsync(long bytes, bool worked)
    {
        try
        {
            await _merge(_stop.Token);
            Interlocked.Add(ref _bytes, -bytes);
            return true;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever it is, it is said, and the next time is another one: if this ended, searches would slow down unseen.
            if (worked)
            {
                LogMergeFailed(exception);
            }

            return false;
        }
    }
}
