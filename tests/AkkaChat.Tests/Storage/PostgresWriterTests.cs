using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Npgsql;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Two writers on one database: who waits, who is refused, and what one bad item does to the others.</summary>
public sealed class PostgresWriterTests(PostgresServer server) : PostgresStage(server)
{
    private static readonly UserId Ann = UserId.Parse("u-ann");
    private static readonly UserId Bob = UserId.Parse("u-bob");

    [Fact]
    public async Task A_stale_writer_that_waits_for_the_current_one_is_refused_after_its_commit()
    {
        var store = await Fixture.OpenPostgresAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        var stale = log.Copy();

        // The current writer has done its part and not committed yet.
        await using var current = new NpgsqlConnection(Fixture.ConnectionString);
        await current.OpenAsync();
        await using var transaction = await current.BeginTransactionAsync();
        var outcomes = await WriteTransaction.RunAsync(
            current, [log.Run(log.Posted(Ann, "current", "c-current"))], now: 1, CancellationToken.None);
        Assert.IsType<StoreOutcome.Committed>(Assert.Single(outcomes));

        var waiting = stale.AppendAsync(stale.Posted(Ann, "stale", "c-stale"));
        await SomebodyWaitsForALockAsync();
        Assert.False(waiting.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal(new StoreOutcome.Conflict(3), await waiting);
        var query = new EventQuery(log.Room, null, null, 2, 10, int.MaxValue, Folded: true);
        var page = await store.ReadEventsAsync(query, CancellationToken.None);
        Assert.Equal(3, Assert.Single(page!.Events).Seq);
    }

    [Fact]
    public async Task Of_two_that_begin_a_room_at_once_one_is_refused()
    {
        var store = await Fixture.OpenPostgresAsync();
        var first = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        var second = first.Copy();
        await using var current = new NpgsqlConnection(Fixture.ConnectionString);
        await current.OpenAsync();
        await using var transaction = await current.BeginTransactionAsync();
        await WriteTransaction.RunAsync(current, [first.Run(first.Created(Ann, "First"))], now: 1, CancellationToken.None);

        var waiting = second.AppendAsync(second.Created(Ann, "Second"));
        await SomebodyWaitsForALockAsync();
        await transaction.CommitAsync();

        Assert.Equal(new StoreOutcome.Conflict(1), await waiting);
        Assert.Equal("First", (await store.FindRoomAsync(first.Room, Ann, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Writers_of_the_same_rooms_in_other_orders_do_not_stand_in_each_others_way()
    {
        var store = await Fixture.OpenPostgresAsync();
        var logs = await RoomsAsync(store, 20);
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            var mine = logs.Select(log => log.Copy()).ToList();
            for (var round = 0; round < 20; round++)
            {
                var order = writer % 2 == 0 ? mine : Enumerable.Reverse(mine);
                var runs = order.Select(log => log.Copy()).Select(log => log.Run(log.Posted(Ann, "x", $"c-{writer}-{round}")));
                await store.WriteAsync([.. runs], CancellationToken.None);
            }
        });
        await Task.WhenAll(writers).WaitAsync(Patience);

        // All believed the same at first: of each room one run got in, and the rest were conflicts.
        var heads = await store.LoadHeadsAsync([.. logs.Select(log => log.Room)], CancellationToken.None);
        Assert.All(heads, head => Assert.Equal(3, head));
    }

    [Fact]
    public async Task A_batch_of_messages_alone_is_one_transaction_of_one_message_to_the_database()
    {
        var store = await Fixture.OpenPostgresAsync();
        var logs = await RoomsAsync(store, 3);
        var before = await TransactionsAsync();

        var outcomes = await store.WriteAsync(
            [.. logs.Select(log => log.Run(log.Posted(Ann, "a"), log.Posted(Ann, "b")))], CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.IsType<StoreOutcome.Committed>(outcome));
        Assert.Equal(before, await TransactionsAsync() - 1);
    }

    [Fact]
    public async Task Messages_that_are_written_without_a_look_do_all_that_follows_from_them()
    {
        var store = await Fixture.OpenPostgresAsync();
        var log = (await RoomsAsync(store, 1))[0];
        await log.CommitAsync(log.Joined(Bob));

        await store.WriteAsync(
            [log.Run(log.Posted(Ann, "hello there"), log.Posted(Bob, "hi")), log.Run(log.Posted(Ann, "bye"))],
            CancellationToken.None);

        var view = (await store.FindRoomAsync(log.Room, Ann, CancellationToken.None))!;
        Assert.Equal((6, 6, 0), (view.LastSeq, view.ReadSeq, view.Unread));
        Assert.Equal(1, (await store.FindRoomAsync(log.Room, Bob, CancellationToken.None))!.Unread);
        var snapshot = Assert.Single(await store.LoadRoomsAsync([log.Room], CancellationToken.None))!;
        Assert.Equal(3, snapshot.MessageCount);
        var found = await store.SearchAsync(new SearchQuery(Ann, "there", null, null, 10), CancellationToken.None);
        Assert.Contains("hello there", Encoding.UTF8.GetString(Assert.Single(found.Hits).Frame.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_run_among_messages_refuses_itself_only()
    {
        var store = await Fixture.OpenPostgresAsync();
        var logs = await RoomsAsync(store, 3);
        var stale = logs[1].Copy();
        await logs[1].PostAsync(Ann, "first");

        var outcomes = await store.WriteAsync(
            [logs[0].Run(logs[0].Posted(Ann, "a")), stale.Run(stale.Posted(Ann, "b")), logs[2].Run(logs[2].Posted(Ann, "c"))],
            CancellationToken.None);

        Assert.IsType<StoreOutcome.Committed>(outcomes[0]);
        Assert.Equal(new StoreOutcome.Conflict(3), outcomes[1]);
        Assert.IsType<StoreOutcome.Committed>(outcomes[2]);
    }

    [Fact]
    public async Task A_known_key_among_messages_refuses_its_run_only()
    {
        var store = await Fixture.OpenPostgresAsync();
        var logs = await RoomsAsync(store, 2);
        await logs[0].PostAsync(Ann, "first", "c-known");

        var outcomes = await store.WriteAsync(
            [logs[0].Run(logs[0].Posted(Ann, "first", "c-known")), logs[1].Run(logs[1].Posted(Ann, "other"))],
            CancellationToken.None);

        Assert.IsType<StoreOutcome.KnownKeys>(outcomes[0]);
        Assert.IsType<StoreOutcome.Committed>(outcomes[1]);
    }

    [Fact]
    public async Task Two_batches_of_messages_in_other_orders_do_not_lock_each_other_out()
    {
        var store = await Fixture.OpenPostgresAsync();
        var logs = await RoomsAsync(store, 20);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var round = 0; round < 10; round++)
            {
                var copies = logs.Select(log => log.Copy());
                var order = writer % 2 == 0 ? copies : copies.Reverse();
                await store.WriteAsync(
                    [.. order.Select(log => log.Run(log.Posted(Ann, "x", $"c-{writer}-{round}")))], CancellationToken.None);
            }
        })).WaitAsync(Patience);

        var heads = await store.LoadHeadsAsync([.. logs.Select(log => log.Room)], CancellationToken.None);
        Assert.All(heads, head => Assert.Equal(3, head));
    }

    [Fact]
    public async Task A_text_that_the_database_refuses_fails_its_own_item_only()
    {
        var store = await Fixture.OpenPostgresAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);

        var outcomes = await store.WriteAsync(
            [
                new StoreWrite.AddUser(new UserView(Ann, "nul \0 inside", null), Guest: true, Time: 1),
                log.Run(log.Posted(Ann, "fine")),
                new StoreWrite.AddUser(new UserView(UserId.Parse("u-half"), "half \ud800", null), Guest: true, Time: 1),
                new StoreWrite.AddUser(new UserView(UserId.Parse("u-bob"), "Bob", null), Guest: true, Time: 1),
            ],
            CancellationToken.None);

        Assert.IsType<StoreOutcome.Conflict>(outcomes[0]);
        Assert.IsType<StoreOutcome.Committed>(outcomes[1]);
        Assert.IsType<StoreOutcome.Conflict>(outcomes[2]);
        Assert.IsType<StoreOutcome.Committed>(outcomes[3]);
    }

    [Fact]
    public async Task A_writer_that_hangs_within_a_write_does_not_hold_its_rooms_for_ever()
    {
        var options = new StorageOptions { PostgresIdleTransactionTimeout = TimeSpan.FromSeconds(1) };
        var store = Fixture.Make(await Fixture.CreateAsync(), options);
        await store.OpenAsync(CancellationToken.None);
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        var hung = log.Copy();
        await using var connections = new PostgresConnections(Fixture.ConnectionString!, options, lanes: 1);
        var written = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var hanging = connections.WriteAsync(
            async connection =>
            {
                await WriteTransaction.RunAsync(
                    connection, [hung.Run(hung.Posted(Ann, "hung", "c-hung"))], now: 1, CancellationToken.None);
                written.SetResult();
                await release.Task;
                return 0;
            },
            CancellationToken.None);

        await written.Task.WaitAsync(Patience);
        var outcome = await log.AppendAsync(log.Posted(Ann, "next")).WaitAsync(Patience);
        release.SetResult();

        Assert.IsType<StoreOutcome.Committed>(outcome);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => hanging);
        Assert.Equal([3L], await store.LoadHeadsAsync([log.Room], CancellationToken.None));
    }

    [Fact]
    public async Task A_write_that_is_called_off_before_its_turn_is_not_done()
    {
        var store = await Fixture.OpenPostgresAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.WriteAsync([log.Run(log.Posted(Ann, "hello"))], new CancellationToken(canceled: true)));

        Assert.Equal([2L], await store.LoadHeadsAsync([log.Room], CancellationToken.None));
    }

    [Fact]
    public async Task Upkeep_leaves_no_setting_to_whoever_comes_after_it()
    {
        await using var connections = new PostgresConnections(await Fixture.CreateAsync(), new StorageOptions(), lanes: 1);
        var before = await connections.OnUpkeepAsync(connection => ShowAsync(connection, "statement_timeout"), default);

        await connections.OnUpkeepAsync(
            async connection => await new NpgsqlCommand("SET statement_timeout = 0", connection).ExecuteNonQueryAsync(), default);

        Assert.Equal("10s", before);
        Assert.Equal("10s", await connections.OnUpkeepAsync(connection => ShowAsync(connection, "statement_timeout"), default));
        Assert.Equal("10s", await connections.OnWriterAsync(connection => ShowAsync(connection, "statement_timeout"), default));
    }

    [Theory]
    [InlineData("plan_cache_mode", "force_generic_plan")]
    [InlineData("enable_seqscan", "off")]
    [InlineData("jit", "off")]
    public async Task Writers_go_by_key_whatever_the_planner_believes(string setting, string value)
    {
        await using var connections = new PostgresConnections(await Fixture.CreateAsync(), new StorageOptions(), lanes: 1);

        Assert.Equal(value, await connections.OnWriterAsync(connection => ShowAsync(connection, setting), default));
    }

    [Fact]
    public async Task Recalled_text_is_in_no_row()
    {
        var store = await Fixture.OpenPostgresAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        var seq = await log.PostAsync(Ann, "zebrasecret");
        await log.CommitAsync(log.Edited(Ann, seq, 2, "zebrasecret again"));
        var edit = log.Edited(Ann, seq, 3, "zebrasecret still");
        await log.AppendAsync(edit, log.Recalled(Ann, seq), log.Edited(Ann, seq, 4, "zebrasecret after"));

        var rows = await PostgresServer.ExecuteAsync(
            Fixture.ConnectionString!,
            "SELECT (SELECT count(*) FROM message_search) + (SELECT count(*) FROM room_events "
            + "WHERE strpos(encode(body, 'escape') || coalesce(encode(folded_body, 'escape'), ''), 'zebrasecret') > 0)");

        Assert.Equal(0L, rows);
    }

    private static async Task<List<LogWriter>> RoomsAsync(IChatStore store, int count)
    {
        var logs = Enumerable.Range(0, count)
            .Select(number => new LogWriter(store, RoomId.Parse($"r-{number}"), RoomKind.Group)).ToList();
        foreach (var log in logs)
        {
            await log.CreateAsync(Ann);
        }

        return logs;
    }

    private static async Task<string?> ShowAsync(NpgsqlConnection connection, string setting)
    {
        await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    // Of the numbers that transactions get when they write, the next one.
    private async Task<long> TransactionsAsync() => (long)(await PostgresServer.ExecuteAsync(
        Fixture.ConnectionString!, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"))!;

    private async Task SomebodyWaitsForALockAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var watch = new NpgsqlConnection(Fixture.ConnectionString);
        await watch.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", watch);
        while (await command.ExecuteScalarAsync(patience.Token) is not > 0L)
        {
            // The database is asked again until it says so; each question is a round trip.
        }
    }
}
