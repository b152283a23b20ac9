using AkkaChat.Bench.Targets;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaChat.Bench.Micro;

/// <summary>The store that nodes share.</summary>
public class PostgresBenchmarks : StoreBenchmarks
{
    private PostgresHost? _server;

    /// <inheritdoc/>
    private protected override async Task<IChatStore> OpenAsync()
    {
        _server = await PostgresHost.StartAsync();
        var store = new PostgresStore(
            await _server.CreateDatabaseAsync(),
            new StorageOptions(),
            TimeProvider.System,
            NullLogger<PostgresStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    private protected override async Task RemoveAsync() => await _server!.DisposeAsync();
}
