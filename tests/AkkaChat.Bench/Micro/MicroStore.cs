using AkkaChat.Bench.Targets;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using AkkaChat.Server.Storage.Sqlite;
using AkkaChat.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaChat.Bench.Micro;

/// <summary>A fresh store of either kind; what it leaves behind goes with it.</summary>
internal sealed class MicroStore : IAsyncDisposable
{
    /// <summary>The store of a single node.</summary>
    public const string Sqlite = "SQLite";

    /// <summary>The store that nodes share.</summary>
    public const string Postgres = "PostgreSQL";

    private readonly Func<Task> _afterFill;
    private readonly Func<Task> _remove;

    private MicroStore(IChatStore store, Func<Task> afterFill, Func<Task> remove)
    {
        Store = store;
        _afterFill = afterFill;
        _remove = remove;
    }

    /// <summary>The store, open and empty.</summary>
    public IChatStore Store { get; }

    /// <summary>Opens one.</summary>
    /// <param name="kind"><see cref="Sqlite"/> or <see cref="Postgres"/>.</param>
    public static Task<MicroStore> OpenAsync(string kind) => kind == Sqlite ? OpenSqliteAsync() : OpenPostgresAsync();

    /// <summary>What a database does by itself a while after it was filled.</summary>
    public Task AfterFillAsync() => _afterFill();

    /// <summary>Writes a room's events as one run.</summary>
    public async Task CommitAsync(RoomId room, params RoomEvent[] events)
    {
        var run = new StoreWrite.Append(room, [.. events.Select(stored => new EncodedEvent(stored, EventCodec.EncodeBody(stored)))]);
        await CommitAsync([run]);
    }

    /// <summary>Writes a batch.</summary>
    /// <exception cref="InvalidOperationException">Something of it was not written.</exception>
    public async Task CommitAsync(IReadOnlyList<StoreWrite> batch)
    {
        var outcomes = await Store.WriteAsync(batch, CancellationToken.None);
        if (outcomes.FirstOrDefault(outcome => outcome is not StoreOutcome.Committed) is { } other)
        {
            throw new InvalidOperationException($"A run was not written: {other}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _remove();
    }

    private static async Task<MicroStore> OpenSqliteAsync()
    {
        var directory = Directory.CreateTempSubdirectory("akkachat-micro-");
        var store = new SqliteStore(
            directory.FullName, new StorageOptions(), TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return new MicroStore(store, () => Task.CompletedTask, () =>
        {
            directory.Delete(recursive: true);
            return Task.CompletedTask;
        });
    }

    private static async Task<MicroStore> OpenPostgresAsync()
    {
        var server = await PostgresHost.StartAsync();
        var database = await server.CreateDatabaseAsync();
        var store = new PostgresStore(
            database, new StorageOptions(), TimeProvider.System, NullLogger<PostgresStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return new MicroStore(
            store, () => PostgresServer.ExecuteAsync(database, "VACUUM ANALYZE"), async () => await server.DisposeAsync());
    }
}
