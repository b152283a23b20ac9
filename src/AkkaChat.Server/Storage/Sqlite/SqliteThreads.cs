using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// Threads of their own for SQLite, whose calls block: each has one connection, all take work from one bounded queue.
/// A connection that a failure may have spoiled is replaced before the next piece of work.
/// </summary>
internal sealed class SqliteThreads : IAsyncDisposable
{
    private readonly BlockingCollection<Work> _queue;
    private readonly Func<SqliteSession> _open;
    private readonly List<Task> _ended = [];

    /// <summary>Starts the threads; connections are opened when there is work.</summary>
    /// <param name="name">What debuggers and dumps show.</param>
    /// <param name="count">How many threads.</param>
    /// <param name="capacity">How much work may wait; beyond that it is refused.</param>
    /// <param name="open">Makes a connection.</param>
    public SqliteThreads(string name, int count, int capacity, Func<SqliteSession> open)
    {
        _queue = new BlockingCollection<Work>(capacity);
        _open = open;
        for (var index = 0; index < count; index++)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ended.Add(ended.Task);
            new Thread(() => Serve(ended)) { Name = name, IsBackground = true }.Start();
        }
    }

    /// <summary>Queues <paramref name="work"/>; it is skipped if <paramref name="stop"/> comes before its turn.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full or closed, or the database can't serve.</exception>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken stop)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryAdd(new Work<T>(work, done, stop)))
        {
            done.SetException(new StoreUnavailableException("Too much work waits for the database, or it is closing."));
        }

        return done.Task;
    }

    /// <summary>Takes no more work, finishes what was queued and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await Task.WhenAll(_ended);

        // The queue is not disposed: whoever comes late is to be refused, and this may be called twice.
    }

    private bool TryAdd(Work work)
    {
        try
        {
            return _queue.TryAdd(work);
        }
        catch (InvalidOperationException)
        {
            // CompleteAdding came in between; there is no call that asks and adds in one.
            return false;
        }
    }

    private void Serve(TaskCompletionSource ended)
    {
        SqliteSession? session = null;
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            if (!work.Run(ref session, _open))
            {
                session?.Dispose();
                session = null;
            }
        }

        session?.Dispose();
        ended.SetResult();
    }

    private abstract class Work
    {
        /// <summary>Does the work; false if the connection should be replaced.</summary>
        public abstract bool Run(ref SqliteSession? session, Func<SqliteSession> open);
    }

    private sealed class Work<T>(Func<SqliteSession, T> work, TaskCompletionSource<T> done, CancellationToken stop) : Work
    {
        public override bool Run(ref SqliteSession? session, Func<SqliteSession> open)
        {
            if (stop.IsCancellationRequested)
            {
                done.SetCanceled(stop);
                return true;
            }

            try
            {
                session ??= open();
                done.SetResult(work(session));
                return true;
            }
            catch (SqliteException exception) when (SqliteErrors.IsUnavailable(exception))
            {
                done.SetException(SqliteErrors.Unavailable(exception));
                return !SqliteErrors.NeedsReopening(exception);
            }
            catch (Exception exception)
            {
                // A defect; it belongs to whoever asked, and this thread serves the others.
                done.SetException(exception);
                return true;
            }
        }
    }
}
