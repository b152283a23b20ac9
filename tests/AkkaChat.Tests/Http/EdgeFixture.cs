using Xunit;

namespace AkkaChat.Tests.Http;

/// <summary>One server for all tests of a class.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    private EdgeServer? _server;

    internal EdgeServer Server => _server ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => _server = await EdgeServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}
