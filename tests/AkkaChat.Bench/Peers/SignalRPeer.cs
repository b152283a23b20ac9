using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaChat.Bench.Peers;

/// <summary>A chat server on SignalR with its JSON protocol, as a team that knows ASP.NET Core would deploy it.</summary>
internal static class SignalRPeer
{
    // The library's clients ping on their own every 15 s; those of the load only answer the server's pings, which do not
    // come while there are deliveries. The default of 30 s would cut off whoever only listens.
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromHours(1);

    /// <summary>Serves until <paramref name="stop"/>.</summary>
    public static async Task RunAsync(int port, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Production,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.AddSignalR(options => options.ClientTimeoutInterval = ClientTimeout);
        await using var app = builder.Build();
        app.MapHub<ChatHub>("/chat", options => options.Transports = HttpTransportType.WebSockets);
        await app.StartAsync(stop);
        await Console.Out.WriteLineAsync(PeerCommand.Ready);
        await app.WaitForShutdownAsync(stop);
    }
}
