using AkkaChat.Server.Cluster;
using AkkaChat.Server.Start;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Sockets;

/// <summary>Registration of this folder.</summary>
internal static class SocketHosting
{
    /// <summary>Adds what sockets need.</summary>
    public static void AddAkkaChatSockets(this WebApplicationBuilder builder, SettingsReader settings)
    {
        builder.Services.AddSingleton(Options.Create(settings.Read<SocketOptions>(SocketOptions.Section)));
        builder.Services.AddSingleton<PlainGate>();
        builder.Services.AddSingleton<SocketLimit>();
        builder.Services.AddSingleton<SocketServing>();
        builder.Services.AddSingleton<SocketEndpoint>();
        builder.Services.AddSingleton<ConnectionUpgrades>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketTransport>(); // of several, the last that can is used
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.ConfigureEndpointDefaults(UseConnectionUpgrades));
    }

    /// <summary>Lets sockets through. The protocol has its own sign of life, so the framework's is off.</summary>
    public static void UseAkkaChatSockets(this WebApplication app)
    {
        app.Use(ConnectionUpgrade.UseAsync);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
    }

    /// <summary>Maps <c>/ws</c> and, where it is on, the plain lobby at <c>/</c>; neither on a node that takes no clients.</summary>
    public static void MapAkkaChatSockets(this WebApplication app)
    {
        if (!TakesClients(app.Services))
        {
            return;
        }

        app.Map("/ws", (HttpContext context, SocketEndpoint sockets) => sockets.ServeSessionAsync(context))
            .ExcludeFromDescription()
            .AllowAnonymous();
        if (app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.PlainLobby == true)
        {
            app.Map("/", (HttpContext context, SocketEndpoint sockets) => sockets.ServePlainAsync(context))
                .ExcludeFromDescription()
                .AllowAnonymous();
        }
    }

    private static bool TakesClients(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ClusterOptions>>().Value.IsGateway;

    private static void UseConnectionUpgrades(ListenOptions listen)
    {
        var services = listen.ApplicationServices;
        if (!TakesClients(services))
        {
            return;
        }

        if (TlsUrls.Has(services.GetRequiredService<IConfiguration>(), listen.EndPoint))
        {
            listen.UseHttps(); // the web server would do it later, and then upgrades were looked for in encrypted bytes
        }

        listen.Use(next =>
        {
            if (!listen.Protocols.HasFlag(HttpProtocols.Http1))
            {
                return next;
            }

            var upgrades = services.GetRequiredService<ConnectionUpgrades>();
            return connection => upgrades.ServeAsync(connection, next);
        });
    }
}
