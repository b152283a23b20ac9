using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Npgsql;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>When nothing is rebuilt: while anybody else uses the database.</summary>
public sealed class PostgresRebuildTests(PostgresServer server) : PostgresStage(server)
{
    [Fact]
    public async Task While_another_process_uses_the_database_nothing_is_rebuilt()
    {
        var store = await Fixture.OpenPostgresAsync();
        await using var other = new NpgsqlConnection(Fixture.ConnectionString + ";Pooling=false;Application Name=AkkaChat 1@other");
        await other.OpenAsync();

        var refusal = await Assert.ThrowsAsync<StoreStartException>(() => RebuildAsync(store));
        Assert.Contains("AkkaChat 1@other", refusal.Message, StringComparison.Ordinal);

        await other.CloseAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (await IsRefusedAsync(store))
        {
            Assert.False(patience.IsCancellationRequested, "it is still refused after the other has closed its connection");
        }
    }

    [Fact]
    public async Task While_a_node_starts_nothing_is_rebuilt()
    {
        var store = await Fixture.OpenPostgresAsync();
        await using var other = new NpgsqlConnection(Fixture.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresMigrations.LockKey})", other);
        await command.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<StoreStartException>(() => RebuildAsync(store));
    }

    private static Task RebuildAsync(PostgresStore store) => store.RebuildAsync(new Progress<int>(), CancellationToken.None);

    private static async Task<bool> IsRefusedAsync(PostgresStore store)
    {
        try
        {
            await RebuildAsync(store);
            return false;
        }
        catch (StoreStartException)
        {
            return true;
        }
    }
}
