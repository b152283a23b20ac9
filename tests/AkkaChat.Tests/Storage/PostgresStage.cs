using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>A database of its own for each test of what only PostgreSQL does.</summary>
[Collection(PostgresTests.Name)]
public abstract class PostgresStage(PostgresServer server) : IAsyncLifetime
{
    /// <summary>How long a test waits for what must come.</summary>
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The database.</summary>
    private protected PostgresFixture Fixture { get; } = new(server);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Fixture.CloseAsync();
}
