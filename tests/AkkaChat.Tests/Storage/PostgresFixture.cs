using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AkkaChat.Tests.Storage;

/// <summary>PostgreSQL stores in a database of their own.</summary>
internal sealed class PostgresFixture(PostgresServer server) : IStoreFixture
{
    private readonly List<PostgresStore> _opened = [];

    /// <summary>How the database is reached; null before it is made.</summary>
    public string? ConnectionString { get; private set; }

    /// <summary>Makes the database, once.</summary>
    /// <returns>How it is reached.</returns>
    public async Task<string> CreateAsync() => ConnectionString ??= await server.CreateDatabaseAsync();

    /// <summary>A store that is not open yet.</summary>
    public PostgresStore Make(string connectionString, StorageOptions? options = null)
    {
        var store = new PostgresStore(
            connectionString, options ?? new StorageOptions(), TimeProvider.System, NullLogger<PostgresStore>.Instance);
        _opened.Add(store);
        return store;
    }

    /// <summary>An open store, with its own type.</summary>
    public async Task<PostgresStore> OpenPostgresAsync()
    {
        var store = Make(await CreateAsync());
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    public async Task<IChatStore> OpenAsync() => await OpenPostgresAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
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

        if (ConnectionString is { } made)
        {
            var name = new NpgsqlConnectionStringBuilder(made).Database;
            await PostgresServer.ExecuteAsync(server.ConnectionString("postgres"), $"DROP DATABASE {name} WITH (FORCE)");
        }
    }
}
