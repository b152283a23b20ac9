using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Npgsql;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>What the PostgreSQL store refuses to start on, migrations, and a database that dies.</summary>
public sealed class PostgresStartTests : IAsyncLifetime
{
    private static readonly UserId Ann = UserId.Parse("u-ann");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A server of its own: these tests change its settings and kill it.
    private readonly PostgresServer _server = new();
    private PostgresFixture _fixture = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _fixture = new PostgresFixture(_server);
    }

    public async Task DisposeAsync()
    {
        await _fixture.CloseAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_may_lose_what_it_acknowledged_is_refused()
    {
        var database = await _fixture.CreateAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        foreach (var setting in new[] { "fsync", "full_page_writes" })
        {
            await PostgresServer.ExecuteAsync(database, $"ALTER SYSTEM SET {setting} = off");
            await PostgresServer.ExecuteAsync(database, "SELECT pg_reload_conf()");
            await RefusedAsync(database, setting);
            await PostgresServer.ExecuteAsync(database, $"ALTER SYSTEM RESET {setting}");
            await PostgresServer.ExecuteAsync(database, "SELECT pg_reload_conf()");
        }

        await PostgresServer.ExecuteAsync(database, $"ALTER DATABASE {name} SET synchronous_commit = off");
        await RefusedAsync(database, "synchronous_commit");
    }

    [Fact]
    public async Task A_database_of_another_encoding_is_refused()
    {
        var database = await _server.CreateDatabaseAsync("ENCODING 'LATIN1' TEMPLATE template0");

        await RefusedAsync(database, "LATIN1");
    }

    [Theory]
    [InlineData(130_022, "13")]
    [InlineData(90_600, "9")]
    public void An_old_server_is_refused(int version, string named)
    {
        var settings = new ServerSettings(version, "on", "on", "on", "UTF8");

        Assert.Contains($"version {named};", settings.Refusal, StringComparison.Ordinal);
        Assert.Null((settings with { Version = 140_000 }).Refusal);
    }

    [Theory]
    [InlineData("INSERT INTO schema_migrations VALUES (9999, '9999_future', 'x', 0)", "9999")]
    [InlineData("UPDATE schema_migrations SET sha = 'changed' WHERE number = 1", "0001_initial")]
    public async Task A_schema_of_another_version_is_refused(string change, string named)
    {
        await (await _fixture.OpenPostgresAsync()).DisposeAsync();
        await PostgresServer.ExecuteAsync(_fixture.ConnectionString!, change);

        await RefusedAsync(_fixture.ConnectionString!, named);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        var database = await _fixture.CreateAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE theirs (x integer)");

        await RefusedAsync(database, "another program");

        Assert.Equal(1L, await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Nodes_that_start_together_make_the_schema_once()
    {
        var database = await _fixture.CreateAsync();
        var stores = Enumerable.Range(0, 5).Select(_ => _fixture.Make(database)).ToList();

        await Task.WhenAll(stores.Select(store => store.OpenAsync(CancellationToken.None)));

        Assert.Equal(
            (long)Migration.Embedded("postgres").Count,
            await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task A_database_of_the_first_version_is_brought_up_to_date()
    {
        var database = await _fixture.CreateAsync();
        await using (var connections = new PostgresConnections(database, new StorageOptions(), lanes: 1))
        {
            var first = new PostgresMigrations([Migration.Embedded("postgres")[0]], TimeProvider.System);
            await connections.OnUpkeepAsync(connection => first.ApplyAsync(connection, "it", default), CancellationToken.None);
        }

        await _fixture.OpenPostgresAsync();

        Assert.Equal(
            (long)Migration.Embedded("postgres").Count,
            await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM schema_migrations"));
        Assert.Equal("gin_pending_list_limit=16384", await PostgresServer.ExecuteAsync(
            database, "SELECT reloptions[1] FROM pg_class WHERE relname = 'message_search_terms'"));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=postgres;Password=hunter2;Database=chat", "PostgreSQL at 127.0.0.1:1, database chat")]
    [InlineData("Hoost=somewhere;Password=hunter2", "ConnectionStrings:AkkaChat")]
    [InlineData("Password=hunter2", "ConnectionStrings:AkkaChat")]
    [InlineData("hunter2", "ConnectionStrings:AkkaChat")]
    [InlineData("", "ConnectionStrings:AkkaChat")]
    public async Task A_database_that_can_not_be_reached_is_said_without_the_password(string connectionString, string named)
    {
        var refusal = await Assert.ThrowsAsync<StoreStartException>(
            () => _fixture.Make(connectionString).OpenAsync(CancellationToken.None));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_it()
    {
        var database = new NpgsqlConnectionStringBuilder(await _fixture.CreateAsync()) { Password = "hunter2" };

        var refusal = await Assert.ThrowsAsync<StoreStartException>(
            () => _fixture.Make(database.ConnectionString).OpenAsync(CancellationToken.None));

        Assert.Contains("password", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_store_is_unavailable()
    {
        var store = await _fixture.OpenPostgresAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task While_the_database_is_dead_writes_are_unavailable_and_afterwards_all_goes_on()
    {
        var store = await _fixture.OpenPostgresAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        var acked = await WriteUntilItFailsAsync(log, () => _server.StopAsync("immediate"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.Copy().PostAsync(Ann, "dead", "c-dead"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CheckAsync(CancellationToken.None));

        await _server.StartAsync();
        var head = await HeadAsync(store, log.Room);

        // What was acknowledged is there; the one that failed is there as a whole run of two, or not at all.
        Assert.Contains(head, new[] { acked, acked + 2 });
        var query = new EventQuery(log.Room, null, null, 0, 100_000, int.MaxValue, Folded: true);
        var page = await store.ReadEventsAsync(query, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, (int)head).Select(seq => (long)seq), page!.Events.Select(stored => stored.Seq));
        var room = (await store.LoadRoomsAsync([log.Room], CancellationToken.None))[0]!;
        Assert.Equal(head - 2, room.MessageCount);
        Assert.Equal(new StoreOutcome.Marked(head), Assert.Single(await store.WriteAsync(
            [new StoreWrite.MarkRead(log.Room, Ann, head)], CancellationToken.None)));
    }

    private static async Task<long> WriteUntilItFailsAsync(LogWriter log, Func<Task> kill)
    {
        var acked = log.Seq;
        var killing = Task.CompletedTask;
        try
        {
            for (var round = 0; ; round++)
            {
                Assert.IsType<StoreOutcome.Committed>(await log.AppendAsync(log.Posted(Ann, "a"), log.Posted(Ann, "b")));
                acked = log.Seq;
                killing = round == 20 ? kill() : killing;
            }
        }
        catch (StoreUnavailableException)
        {
            await killing;
            return acked;
        }
    }

    private static async Task<long> HeadAsync(PostgresStore store, RoomId room)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await store.CheckAsync(patience.Token);
                return (await store.LoadHeadsAsync([room], patience.Token))[0];
            }
            catch (StoreUnavailableException) when (!patience.IsCancellationRequested)
            {
                // A connection from before the crash may be handed out once more.
            }
        }
    }

    private async Task RefusedAsync(string connectionString, string named)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var said = "nothing";
            try
            {
                await _fixture.Make(connectionString).OpenAsync(patience.Token);
            }
            catch (StoreStartException refusal)
            {
                said = refusal.Message;
            }

            if (said.Contains(named, StringComparison.Ordinal))
            {
                return;
            }

            // A changed setting reaches the server's processes a moment after it was asked for.
            Assert.False(patience.IsCancellationRequested, $"not refused for {named}; what was said: {said}");
        }
    }
}
