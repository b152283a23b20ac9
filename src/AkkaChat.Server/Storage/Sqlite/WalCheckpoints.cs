namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// Copies what was committed from the log beside the file into the file, on a thread of its own while the writer goes on.
/// Only what came meanwhile is left to the writer, so that the log is all copied for a moment and begins anew.
/// </summary>
internal sealed partial class WalCheckpoints : IAsyncDisposable
{
    /// <summary>64 MiB of pages: many of them were written several times by then, and are copied once.</summary>
    public const int EnoughPages = 16_000;

    /// <summary>The second one copies what came during the first, so that next to nothing is left to the writer.</summary>
    private const int Passes = 2;

    private readonly SqliteThreads _writer;
    private readonly SqliteThreads _own;
    private readonly int _enoughPages;
    private readonly ILogger<SqliteStore> _logger;
    private volatile bool _isClosed;

    // Both belong to the writer's thread.
    private int _pages;
    private Task _underWay = Task.CompletedTask;

    /// <summary>Nothing is opened before there is something to copy.</summary>
    /// <param name="writer">The thread that writes.</param>
    /// <param name="open">Makes a connection.</param>
    /// <param name="enoughPages">After how many pages there is something to copy.</param>
    /// <param name="logger">Is told of failures.</param>
    public WalCheckpoints(SqliteThreads writer, Func<SqliteSession> open, int enoughPages, ILogger<SqliteStore> logger)
    {
        _writer = writer;
        _own = new SqliteThreads("sqlite-checkpoint", 1, capacity: 1, open);
        _enoughPages = enoughPages;
        _logger = logger;
    }

    /// <summary>True while a checkpoint is made; to be asked for on the writer's thread.</summary>
    public bool IsUnderWay => !_underWay.IsCompleted;

    /// <summary>To be called on the writer's thread, with its connection, when a transaction is over.</summary>
    public void Wrote(SqliteSession session)
    {
        _pages += session.TakePagesWritten();
        if (_pages >= _enoughPages && !IsUnderWay)
        {
            _pages = 0;
            _underWay = CheckpointAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _own.DisposeAsync();
    }

    private async Task CheckpointAsync()
    {
        try
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                await _own.RunAsync(static session => session.Checkpoint(), CancellationToken.None);
            }

            if (!_isClosed)
            {
                await _writer.RunAsync(static session => session.Checkpoint(), CancellationToken.None);
            }
        }
        catch (StoreUnavailableException) when (_isClosed)
        {
            // Whoever closes the file last copies the rest.
        }
        catch (StoreUnavailableException exception)
        {
            LogCheckpointFailed(exception);
        }
    }
}
