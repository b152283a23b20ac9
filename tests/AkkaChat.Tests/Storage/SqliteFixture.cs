using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaChat.Tests.Storage;

/// <summary>SQLite stores in a directory of their own.</summary>
internal sealed class SqliteFixture : IStoreFixture
{
    private readonly List<SqliteStore> _opened = [];

    /// <summary>Where the files are.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("akkachat-store-").FullName;

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(Directory, "akkachat.db");

    /// <summary>A store that is not open yet.</summary>
    public SqliteStore Make()
    {
        var store = new SqliteStore(Directory, new StorageOptions(), TimeProvider.System, NullLogger<SqliteStore>.Instance);
        _opened.Add(store);
        return store;
    }

    /// <summary>An open store, with its own type.</summary>
    public async Task<SqliteStore> OpenSqliteAsync()
    {
        var store = Make();
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    public async Task<IChatStore> OpenAsync() => await OpenSqliteAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        return await RowTexts.ReadAsync(rows);
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
