using AkkaChat.Server.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class HealthTests : IAsyncLifetime
{
    private EdgeServer _server = null!;

    public async Task InitializeAsync() => _server = await EdgeServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_node_that_runs_is_alive_and_ready()
    {
        Assert.Equal(200, await StatusAsync("live"));
        Assert.Equal(200, await StatusAsync("ready"));
    }

    [Fact]
    public async Task A_node_without_its_store_is_alive_and_not_ready()
    {
        _server.Store.IsDown = true;
        Assert.Equal(200, await StatusAsync("live"));
        Assert.Equal(503, await StatusAsync("ready"));

        _server.Store.IsDown = false;
        Assert.Equal(200, await StatusAsync("ready"));
    }

    [Fact]
    public async Task A_node_that_takes_leave_is_alive_and_not_ready()
    {
        _server.App.Services.GetRequiredService<Readiness>().Drain();

        Assert.Equal(200, await StatusAsync("live"));
        Assert.Equal(503, await StatusAsync("ready"));
    }

    [Fact]
    public void A_node_that_starts_is_not_ready()
    {
        var readiness = new Readiness();
        Assert.False(readiness.IsServing);

        readiness.Begin();
        Assert.True(readiness.IsServing);

        readiness.Drain();
        readiness.Begin();
        Assert.False(readiness.IsServing);
    }

    private async Task<int> StatusAsync(string probe)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, "/health/" + probe, token: null);
        return (int)response.StatusCode;
    }
}
