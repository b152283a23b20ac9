namespace AkkaChat.E2E.Harness;

/// <summary>One server for all test classes that need no settings of their own.</summary>
public sealed class SharedServer : IStage, IAsyncLifetime
{
    /// <summary>The collection's name.</summary>
    public const string Collection = "one server";

    /// <summary>The server.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <inheritdoc/>
    public IReadOnlyList<ServerProcess> Servers => [Server];

    /// <inheritdoc/>
    public async Task InitializeAsync() => Server = await ServerProcess.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
