using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>New terms of the search index are merged into it in the background, by one node.</summary>
public sealed class PostgresSearchMergeTests(PostgresServer server) : PostgresStage(server)
{
    private static readonly UserId Ann = UserId.Parse("u-ann");

    [Fact]
    public async Task New_terms_are_merged_into_the_index_and_are_found_before_and_after()
    {
        var clock = new ManualClock();
        var connectionString = await Fixture.CreateAsync();
        await PostgresServer.ExecuteAsync(connectionString, "CREATE SCHEMA inspect; CREATE EXTENSION pageinspect SCHEMA inspect");
        await using var store = new PostgresStore(
            connectionString, new StorageOptions(), clock, NullLogger<PostgresStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        var log = await RoomAsync(store);
        await log.PostAsync(Ann, "hello there");
        var query = new SearchQuery(Ann, "there", null, null, 10);
        Assert.Equal(1L, await PendingPagesAsync());
        Assert.Single((await store.SearchAsync(query, CancellationToken.None)).Hits);

        using var patience = new CancellationTokenSource(Patience);
        while (await PendingPagesAsync() > 0)
        {
            await clock.TimerAsync(SearchUpkeep.MaxWait);
            clock.Advance(SearchUpkeep.MaxWait);
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.Single((await store.SearchAsync(query, CancellationToken.None)).Hits);
    }

    [Fact]
    public async Task Of_several_nodes_one_merges()
    {
        var store = await Fixture.OpenPostgresAsync();
        var log = await RoomAsync(store);
        await log.PostAsync(Ann, "hello there");
        await using var connections = new PostgresConnections(Fixture.ConnectionString!, new StorageOptions(), lanes: 1);
        await using var other = new NpgsqlConnection(Fixture.ConnectionString);
        await other.OpenAsync();
        await using var lockIt = new NpgsqlCommand($"SELECT pg_advisory_lock({SearchUpkeep.LockKey})", other);
        await lockIt.ExecuteNonQueryAsync();

        var meanwhile = await connections.OnUpkeepAsync(connection => SearchUpkeep.MergeAsync(connection, default), default);
        await other.CloseAsync();
        NpgsqlConnection.ClearPool(other);
        var merged = 0L;
        using var patience = new CancellationTokenSource(Patience);
        while (merged == 0) // the session ends a moment after it was closed
        {
            merged = await connections.OnUpkeepAsync(connection => SearchUpkeep.MergeAsync(connection, default), patience.Token);
        }

        Assert.Equal(0, meanwhile);
        Assert.Equal(1, merged);
    }

    private static async Task<LogWriter> RoomAsync(IChatStore store)
    {
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        return log;
    }

    private async Task<long> PendingPagesAsync() => (long)(await PostgresServer.ExecuteAsync(
        Fixture.ConnectionString!,
        "SELECT n_pending_pages FROM inspect.gin_metapage_info(inspect.get_raw_page('message_search_terms', 0))"))!;
}
