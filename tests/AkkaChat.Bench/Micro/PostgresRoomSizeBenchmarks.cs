using AkkaChat.Bench.Targets;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using AkkaChat.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaChat.Bench.Micro;

/// <summary>The store that nodes share.</summary>
public class PostgresRoomSizeBenchmarks : RoomSizeBenchmarks
{
    private PostgresHost? _server;
    private string _database = "";

    /// <inheritdoc/>
    private protected override async Task<IChatStore> OpenAsync()
    {
        _server = await PostgresHost.StartAsync();
        _database = await _server.CreateDatabaseAsync();
        var store = new PostgresStore(
            _database, new StorageOptions(), TimeProvider.System, NullLogger<PostgresStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    private protected override Task AfterFillAsync() => PostgresServer.ExecuteAsync(_database, "VACUUM ANALYZE");

    /// <inheritdoc/>
    private protected override async Task RemoveAsync() => await _server!.DisposeAsync();
}
