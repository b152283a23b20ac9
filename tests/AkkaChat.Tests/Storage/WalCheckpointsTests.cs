using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>How the log beside a SQLite file is kept short, and what comes of a failure.</summary>
public sealed class WalCheckpointsTests : IAsyncLifetime
{
    private const int EnoughPages = 50;
    private const int PagesPerWrite = 10;
    private const int PageBytes = 4096;
    private const int CannotOpen = 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("akkachat-wal-").FullName;
    private readonly LevelLog<SqliteStore> _log = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_log_begins_anew_again_and_again()
    {
        await using var writer = new SqliteThreads("writer", 1, 100, Open);
        await using var checkpoints = new WalCheckpoints(writer, Open, EnoughPages, _log);
        await writer.RunAsync(CreateTable, CancellationToken.None);

        await WriteAsync(writer, checkpoints, writes: 40);

        // Without checkpoints it would have all 400 pages and more.
        Assert.InRange(new FileInfo(Database + "-wal").Length, 1, 3 * EnoughPages * PageBytes);
        Assert.True(new FileInfo(Database).Length > 300 * PageBytes, "the file has what was written");
        Assert.Empty(_log.Levels);
    }

    [Fact]
    public async Task A_little_is_left_where_it_is()
    {
        await using var writer = new SqliteThreads("writer", 1, 100, Open);
        await using var checkpoints = new WalCheckpoints(writer, Open, EnoughPages, _log);
        await writer.RunAsync(CreateTable, CancellationToken.None);

        await WriteAsync(writer, checkpoints, writes: 3);

        Assert.InRange(new FileInfo(Database).Length, 0, 2 * PageBytes);
    }

    [Fact]
    public async Task A_failure_is_logged_and_the_writer_goes_on()
    {
        await using var writer = new SqliteThreads("writer", 1, 100, Open);
        await using var checkpoints = new WalCheckpoints(
            writer, () => throw new SqliteException("no", CannotOpen), EnoughPages, _log);
        await writer.RunAsync(CreateTable, CancellationToken.None);

        await WriteAsync(writer, checkpoints, writes: 8);

        Assert.Equal([LogLevel.Warning], _log.Levels);
    }

    [Fact]
    public async Task While_somebody_reads_an_old_state_nothing_of_it_is_lost()
    {
        await using var writer = new SqliteThreads("writer", 1, 100, Open);
        await using var checkpoints = new WalCheckpoints(writer, Open, EnoughPages, _log);
        await writer.RunAsync(CreateTable, CancellationToken.None);
        await WriteAsync(writer, checkpoints, writes: 1);
        using var reader = Open();

        reader.Execute("BEGIN");
        var before = Count(reader);
        await WriteAsync(writer, checkpoints, writes: 20);
        var after = Count(reader);
        reader.Execute("COMMIT");

        Assert.Equal((1, 1), (before, after));
        Assert.Equal(21, Count(reader));
    }

    private string Database => Path.Combine(_directory, "test.db");

    private SqliteSession Open() => SqliteSession.Open(Database, cacheKiB: 64);

    private static int CreateTable(SqliteSession session) =>
        session.Write(writer => writer.Query("CREATE TABLE t (x BLOB)").Run());

    private static long Count(SqliteSession session)
    {
        using var row = session.Query("SELECT count(*) FROM t");
        return row.Step() ? row.Number(0) : 0;
    }

    private static async Task WriteAsync(SqliteThreads writer, WalCheckpoints checkpoints, int writes)
    {
        for (var write = 0; write < writes; write++)
        {
            await writer.RunAsync(
                session =>
                {
                    session.Write(one => one.Query("INSERT INTO t VALUES (?)").Bind(new byte[PagesPerWrite * PageBytes]).Run());
                    checkpoints.Wrote(session);
                    return 0;
                },
                CancellationToken.None);
            using var patience = new CancellationTokenSource(Patience);
            while (await writer.RunAsync(_ => checkpoints.IsUnderWay, patience.Token))
            {
                // The writer is asked again until it is over.
            }
        }
    }
}
