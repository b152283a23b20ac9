using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>What the SQLite store does with its file: migrations, refusals to open, a full disk, erasure.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    private static readonly UserId Ann = UserId.Parse("u-ann");
    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.CloseAsync();

    [Fact]
    public async Task What_was_written_is_there_after_the_store_is_opened_again()
    {
        var first = await _fixture.OpenSqliteAsync();
        var log = new LogWriter(first, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        await log.PostAsync(Ann, "hello");
        await first.DisposeAsync();

        var second = await _fixture.OpenSqliteAsync();

        Assert.Equal([3L], await second.LoadHeadsAsync([log.Room], CancellationToken.None));
        Assert.Equal([.. Migration.Embedded("sqlite").Select(step => (long)step.Number)], AppliedSteps());
    }

    [Fact]
    public async Task The_connection_promises_durability_and_erasure()
    {
        var store = await _fixture.OpenSqliteAsync();

        var pragmas = await store.OnWriterAsync(
            session => (Pragma(session, "journal_mode"), Pragma(session, "synchronous"), Pragma(session, "secure_delete")),
            CancellationToken.None);

        Assert.Equal(("wal", "2", "1"), pragmas);
    }

    [Fact]
    public async Task A_statement_is_compiled_once_whatever_is_bound_as_its_limit()
    {
        var store = await _fixture.OpenSqliteAsync();

        var recompiled = await store.OnWriterAsync(
            session => new[] { 1L, 2, 100 }.Max(limit =>
            {
                using var rows = session.Query("SELECT room FROM members WHERE user = ? LIMIT ?").Bind("u-ann").Bind(limit);
                rows.Step();
                return rows.Recompilations;
            }),
            CancellationToken.None);

        Assert.Equal(0, recompiled);
    }

    [Theory]
    [InlineData("INSERT INTO schema_migrations VALUES (9999, '9999_future', 'x', 0)", "9999")]
    [InlineData("UPDATE schema_migrations SET sha = 'changed' WHERE number = 1", "0001_initial")]
    public async Task A_schema_of_another_version_is_refused(string change, string named)
    {
        await (await _fixture.OpenSqliteAsync()).DisposeAsync();
        Execute(change);

        var refusal = await Assert.ThrowsAsync<StoreStartException>(_fixture.OpenSqliteAsync);

        Assert.Contains(named, refusal.Message);
        Assert.Contains(_fixture.DatabaseFile, refusal.Message);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await File.WriteAllBytesAsync(_fixture.DatabaseFile, Encoding.ASCII.GetBytes(new string('x', 8192)));

        var refusal = await Assert.ThrowsAsync<StoreStartException>(_fixture.OpenSqliteAsync);

        Assert.Contains(_fixture.DatabaseFile, refusal.Message);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        Execute("CREATE TABLE theirs (x)");

        await Assert.ThrowsAsync<StoreStartException>(_fixture.OpenSqliteAsync);

        Assert.Equal(0L, Scalar("SELECT count(*) FROM sqlite_schema WHERE name <> 'theirs'"));
    }

    [Fact]
    public async Task A_data_directory_that_can_not_be_made_is_refused()
    {
        var file = Path.Combine(_fixture.Directory, "file");
        await File.WriteAllTextAsync(file, "in the way");
        await using var store = new SqliteStore(
            Path.Combine(file, "data"),
            new StorageOptions(),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteStore>.Instance);

        var refusal = await Assert.ThrowsAsync<StoreStartException>(() => store.OpenAsync(CancellationToken.None));

        Assert.Contains(Path.Combine(file, "data"), refusal.Message);
    }

    [Fact]
    public async Task A_second_server_on_one_directory_is_refused_until_the_first_is_gone()
    {
        var first = await _fixture.OpenSqliteAsync();

        var refusal = await Assert.ThrowsAsync<StoreStartException>(_fixture.OpenSqliteAsync);
        Assert.Contains(_fixture.Directory, refusal.Message);

        await first.DisposeAsync();
        await _fixture.OpenSqliteAsync();
    }

    [Fact]
    public async Task A_full_disk_refuses_whole_batches_and_the_store_goes_on_afterwards()
    {
        var store = await _fixture.OpenSqliteAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        await store.OnWriterAsync(session => Pragma(session, "max_page_count = 1"), CancellationToken.None);
        var retry = log.Copy();

        var fails = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(
            [log.Run(log.Posted(Ann, "small")), log.Run(log.Posted(Ann, new string('x', 15_000)))], CancellationToken.None));
        Assert.Contains("full", fails.Message);
        Assert.Equal([2L], await store.LoadHeadsAsync([log.Room], CancellationToken.None));

        await store.OnWriterAsync(session => Pragma(session, "max_page_count = 1000000"), CancellationToken.None);
        Assert.Equal(3, await retry.PostAsync(Ann, "small"));
        await store.CheckAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_database_that_is_held_by_another_program_is_unavailable_and_then_serves_again()
    {
        var store = await _fixture.OpenSqliteAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        await store.OnWriterAsync(session => Pragma(session, "busy_timeout = 1"), CancellationToken.None);
        var retry = log.Copy();
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => log.PostAsync(Ann, "hello"));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CheckAsync(CancellationToken.None));
            Execute(other, "ROLLBACK");
        }

        await retry.PostAsync(Ann, "hello");
    }

    [Fact]
    public async Task A_closed_store_is_unavailable()
    {
        var store = await _fixture.OpenSqliteAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_write_that_is_called_off_before_its_turn_is_not_done()
    {
        var store = await _fixture.OpenSqliteAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.WriteAsync([log.Run(log.Posted(Ann, "hello"))], new CancellationToken(canceled: true)));

        Assert.Equal([2L], await store.LoadHeadsAsync([log.Room], CancellationToken.None));
    }

    [Fact]
    public async Task Recalled_and_overwritten_text_is_nowhere_in_the_files()
    {
        var store = await _fixture.OpenSqliteAsync();
        var log = new LogWriter(store, RoomId.Parse("r-1"), RoomKind.Group);
        await log.CreateAsync(Ann);
        var seqs = new List<long>();
        for (var number = 0; number < 200; number++)
        {
            seqs.Add(await log.PostAsync(Ann, $"zebrasecret 密码箱 {number} {new string('z', 20 * number)} leopardstays"));
        }

        await log.CommitAsync(log.Edited(Ann, seqs[7], 2, "zebrasecret edited 密码箱"));
        Assert.True(FilesContain("zebrasecret"));
        Assert.True(FilesContain("密码"));

        foreach (var seq in seqs.Where(seq => seq != seqs[^1]))
        {
            await log.CommitAsync(log.Recalled(Ann, seq));
        }

        await log.CommitAsync(log.Edited(Ann, seqs[^1], 2, "leopardstays alone"));
        await log.CommitAsync(log.Recalled(Ann, seqs[^1]));
        await log.PostAsync(Ann, "leopardstays");
        await store.OnWriterAsync(session => Pragma(session, "wal_checkpoint(TRUNCATE)"), CancellationToken.None);

        Assert.False(FilesContain("zebrasecret"));
        Assert.False(FilesContain("密码"));
        Assert.True(FilesContain("leopardstays"));
    }

    private static string Pragma(SqliteSession session, string pragma)
    {
        using var row = session.Query($"PRAGMA {pragma}");
        return row.Step() ? row.Text(0) : "";
    }

    private bool FilesContain(string text)
    {
        var searched = Encoding.UTF8.GetBytes(text);
        return System.IO.Directory.EnumerateFiles(_fixture.Directory, "akkachat.db*").Any(Holds);

        bool Holds(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(searched) >= 0;
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_fixture.DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private void Execute(string sql) => Scalar(sql);

    private object? Scalar(string sql)
    {
        using var connection = Connect();
        return Execute(connection, sql);
    }

    private IEnumerable<long> AppliedSteps()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number FROM schema_migrations ORDER BY number";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetInt64(0);
        }
    }
}
