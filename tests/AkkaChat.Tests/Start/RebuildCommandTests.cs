using AkkaChat.Protocol;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Storage;
using Xunit;

namespace AkkaChat.Tests.Start;

/// <summary>The program as a tool that makes projections anew.</summary>
public sealed class RebuildCommandTests : IAsyncLifetime, IDisposable
{
    private readonly SqliteFixture _fixture = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.CloseAsync();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task It_makes_anew_what_follows_from_the_logs_and_says_how_many_there_were()
    {
        var store = await _fixture.OpenSqliteAsync();
        var ann = UserId.Parse("u-ann");
        for (var number = 0; number < 101; number++)
        {
            await new LogWriter(store, RoomId.Parse($"r-{number}"), RoomKind.Group).CreateAsync(ann);
        }

        await store.DisposeAsync();
        await _fixture.QueryAsync("UPDATE rooms SET name = 'lost'");

        Assert.Equal(0, await RunAsync());

        Assert.Equal("100 rooms so far\n101 rooms are rebuilt.\n", _output.ToString().ReplaceLineEndings("\n"));
        Assert.Equal(["Team"], await _fixture.QueryAsync("SELECT DISTINCT name FROM rooms"));
    }

    [Fact]
    public async Task While_a_server_has_the_directory_it_ends_with_1_and_says_so()
    {
        await _fixture.OpenSqliteAsync();

        Assert.Equal(1, await RunAsync());

        Assert.Contains(_fixture.Directory, _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("in use", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_can_not_be_reached_ends_with_1_and_is_named()
    {
        Assert.Equal(1, await RunAsync(
            "--AkkaChat:Storage:Provider=Postgres",
            "--ConnectionStrings:AkkaChat=Host=127.0.0.1;Port=1;Username=x;Database=chat"));

        Assert.Contains("PostgreSQL at 127.0.0.1:1", _errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] settings) =>
        RebuildCommand.RunAsync([$"--AkkaChat:DataDirectory={_fixture.Directory}", .. settings], _output, _errors);
}
