using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;
using AkkaChat.Tests.Storage;
using Npgsql;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>The database dies, stops for a while, and is slow, in the middle of everything.</summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class DatabaseFaultTests(FaultCluster shared, ITestOutputHelper output)
{
    private Cluster Cluster => shared.Cluster;

    [Fact]
    public async Task A_database_that_dies_and_comes_back_costs_a_while_and_no_message()
    {
        await using var load = await FaultLoad.StartAsync(await shared.ReadyAsync());

        load.Note("kill PostgreSQL");
        await shared.Postgres.KillAsync();
        var gone = load.History.Length;
        await RefusedAsync(load, gone);
        var back = load.History.Length;
        load.Note("start PostgreSQL");
        await shared.Postgres.StartAsync();
        await load.AllRoomsAckAsync("all to go on by itself");

        AssertNothingAcked(load.History, gone, back);
        await FaultTest.AssertKeptAsync(load, Cluster, "database dies", output, $"{Unavailable(load, gone)} unavailable");
    }

    [Fact]
    public async Task A_database_that_stops_for_a_while_costs_that_while_and_no_message()
    {
        await using var load = await FaultLoad.StartAsync(await shared.ReadyAsync());

        load.Note("stop PostgreSQL");
        await shared.Postgres.PauseAsync();
        int gone, back;
        try
        {
            gone = load.History.Length;
            await Task.Delay(TimeSpan.FromSeconds(10));
            await RefusedAsync(load, gone);
            back = load.History.Length;
        }
        finally
        {
            load.Note("wake PostgreSQL");
            await shared.Postgres.WakeAsync();
        }

        await load.AllRoomsAckAsync("all to go on by itself");

        AssertNothingAcked(load.History, gone, back);
        await FaultTest.AssertKeptAsync(load, Cluster, "database stops", output, $"{Unavailable(load, gone)} unavailable");
    }

    [Fact]
    public async Task Commits_that_take_long_delay_acks_and_break_nothing()
    {
        await using var load = await FaultLoad.StartAsync(await shared.ReadyAsync());

        load.Note("slow commits");
        await PostgresServer.ExecuteAsync(
            Cluster.Database,
            """
            CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$;
            CREATE TRIGGER slow AFTER INSERT ON room_events FOR EACH STATEMENT EXECUTE FUNCTION be_slow();
            """);
        await load.AllRoomsAckAsync("acks in spite of slow commits");
        await PostgresServer.ExecuteAsync(Cluster.Database, "DROP FUNCTION be_slow() CASCADE");
        await using (var connection = new NpgsqlConnection(Cluster.Database + ";Pooling=false"))
        {
            load.Note("no commits");
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("LOCK TABLE room_events IN EXCLUSIVE MODE", connection, transaction);
            await command.ExecuteNonQueryAsync();
            var locked = load.History.Length;
            await RefusedAsync(load, locked);
            AssertNothingAcked(load.History, locked, load.History.Length);
        }

        load.Note("commits as usual");
        await load.AllRoomsAckAsync("all to go on by itself");

        await FaultTest.AssertKeptAsync(load, Cluster, "slow commits", output);
    }

    private static Task RefusedAsync(FaultLoad load, int from) => Patience.UntilAsync(
        () => Task.FromResult(Unavailable(load, from) >= load.Size.Rooms),
        "sends to be answered with unavailable",
        () => $"{Unavailable(load, from)} were");

    private static int Unavailable(FaultLoad load, int from) =>
        load.History.Since(from).Count(line => line is { Step: HistoryStep.Unsure, Text: "unavailable" });

    // Of what was sent after the database had gone, nothing may be acked before it is back.
    private static void AssertNothingAcked(History history, int gone, int back)
    {
        var before = history.All.Take(gone).Where(line => line.Step == HistoryStep.Sent).Select(line => (line.Client, line.Key)).ToHashSet();
        var acked = history.Since(gone).Take(back - gone)
            .Where(line => line.Step == HistoryStep.Acked && !before.Contains((line.Client, line.Key)));

        Assert.Empty(acked);
    }
}
