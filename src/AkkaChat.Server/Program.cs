using AkkaChat.Server.Auth;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Http;
using AkkaChat.Server.Media;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Telemetry;

namespace AkkaChat.Server;

/// <summary>Puts the folders together.</summary>
internal static class Program
{
    /// <summary>Runs the server, or the tool that the first argument names; gives the exit code.</summary>
    public static Task<int> Main(string[] args) => args is [RebuildCommand.Name, .. var settings]
        ? RebuildCommand.RunAsync(settings, Console.Out, Console.Error)
        : StartGuard.RunAsync(() => Build(args), Console.Out, Console.Error);

    /// <summary>The server, ready to start. Tests may <paramref name="adjust"/> it before it is built.</summary>
    /// <exception cref="SettingException">A setting is unknown or bad.</exception>
    /// <exception cref="StartException">Something it needs is missing or broken.</exception>
    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = StartHosting.CreateBuilder(args);
        var settings = new SettingsReader(builder.Configuration);
        var readiness = new Readiness();
        var options = builder.AddServerSettings(settings);
        builder.AddAkkaChatAuth(settings);
        builder.AddAkkaChatStorage(settings, options);
        builder.AddAkkaChatMedia(settings, options);
        builder.AddAkkaChatActors(settings);
        builder.AddAkkaChatSockets(settings);
        builder.AddAkkaChatHttp(options, readiness);
        builder.AddAkkaChatTelemetry();
        settings.RejectUnknown();
        builder.Services.AddSingleton(DataDirectory.Open(options.DataDirectory));
        adjust?.Invoke(builder);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<SigningKey>();
        app.FollowLifetime(readiness);
        app.UseAkkaChatSockets();
        app.UseAkkaChatHttp();
        app.MapAkkaChatHttp();
        app.MapAkkaChatSockets();
        app.MapAkkaChatMetrics();
        return app;
    }
}
