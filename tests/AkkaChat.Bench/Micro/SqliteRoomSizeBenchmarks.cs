using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaChat.Bench.Micro;

/// <summary>The store of a single node.</summary>
public class SqliteRoomSizeBenchmarks : RoomSizeBenchmarks
{
    private string _directory = "";

    /// <inheritdoc/>
    private protected override async Task<IChatStore> OpenAsync()
    {
        _directory = Directory.CreateTempSubdirectory("akkachat-micro-").FullName;
        var store = new SqliteStore(
            _directory, new StorageOptions(), TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    private protected override Task RemoveAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }
}
