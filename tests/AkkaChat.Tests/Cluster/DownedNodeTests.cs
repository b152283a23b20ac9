using System.Net.WebSockets;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class DownedNodeTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly TempDirectory _data = new();

    [Fact]
    public async Task The_program_ends_with_0_when_the_cluster_goes_on_without_it()
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var run = StartGuard.RunAsync(
            () =>
            {
                var app = Build();
                app.Lifetime.ApplicationStarted.Register(() => Down(app));
                return app;
            },
            output,
            errors);

        Assert.Equal(0, await run.WaitAsync(_patience.Token));
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public async Task Clients_are_told_first()
    {
        await using var app = Build();
        await app.StartAsync();
        using var client = new ClientWebSocket();
        var address = new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/ws" }.Uri;
        await client.ConnectAsync(address, _patience.Token);
        await client.SendAsync("""{"type":"ping"}"""u8.ToArray(), WebSocketMessageType.Text, true, _patience.Token);
        Assert.Contains("pong", await ReadAsync(client), StringComparison.Ordinal);

        Down(app);

        Assert.Contains("\"bye\"", await ReadAsync(client), StringComparison.Ordinal);
        await ReadAsync(client);
        Assert.Equal((int)CloseCode.ShuttingDown, (int)client.CloseStatus!);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        await app.WaitForShutdownAsync(_patience.Token);
    }

    [Fact]
    public async Task A_node_that_was_taken_out_before_it_had_started_does_not_start()
    {
        using var system = ActorSystem.Create("downed");
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        var node = new DownedNode(system, sessions: null!, lifetime: null!, options: null!, NullLogger<DownedNode>.Instance);

        await Assert.ThrowsAsync<StartException>(() => node.StartAsync(_patience.Token));
    }

    public void Dispose()
    {
        _data.Dispose();
        _patience.Dispose();
    }

    private static void Down(WebApplication app)
    {
        var cluster = Akka.Cluster.Cluster.Get(app.Services.GetRequiredService<ActorSystem>());
        cluster.Down(cluster.SelfAddress);
    }

    private async Task<string> ReadAsync(ClientWebSocket client)
    {
        var buffer = new byte[4096];
        var read = await client.ReceiveAsync(buffer, _patience.Token);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    private WebApplication Build() => Program.Build(
        ["--environment=Development", "--urls=http://127.0.0.1:0", $"--AkkaChat:DataDirectory={_data.Path}"],
        EdgeServer.UseMemory);
}
