using AkkaChat.Server.Cluster;
using AkkaChat.Server.Http;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Start;

/// <summary>The parts of the start that belong to no other folder.</summary>
internal static class StartHosting
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>A builder that finds its files beside the program, wherever it is started from.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Below all else: in appsettings.json it would outrank ASPNETCORE_URLS.
        builder.Configuration.Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = [new KeyValuePair<string, string?>("Urls", DefaultUrl)] });
        return builder;
    }

    /// <summary>Reads and adds the settings of the server and of the cluster.</summary>
    /// <exception cref="SettingException">One is bad.</exception>
    public static ServerOptions AddServerSettings(this WebApplicationBuilder builder, SettingsReader settings)
    {
        UrlCheck.Run(builder.Configuration, builder.Environment);
        var server = settings.Read<ServerOptions>(ServerOptions.Section);
        server = server with { PlainLobby = server.PlainLobby ?? builder.Environment.IsDevelopment() };
        var cluster = settings.Read<ClusterOptions>(ClusterOptions.Section).WithDefaults();
        ClusterCheck.Run(cluster, builder.Configuration);

        builder.Services.AddSingleton(Options.Create(server));
        builder.Services.AddSingleton(Options.Create(cluster));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = server.Shutdown.DrainTimeout);
        return server;
    }

    /// <summary>Ties readiness to the life of <paramref name="app"/>.</summary>
    public static void FollowLifetime(this WebApplication app, Readiness readiness)
    {
        app.Lifetime.ApplicationStarted.Register(readiness.Begin);
        app.Lifetime.ApplicationStopping.Register(readiness.Drain);
    }
}
