using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Start;
using AkkaChat.Server.Users;
using Microsoft.Extensions.Options;
using SessionOptions = AkkaChat.Server.Sessions.SessionOptions;

namespace AkkaChat.Server.Cluster;

/// <summary>Registration of the actor system and of what leads to its actors.</summary>
internal static class ActorHosting
{
    private const string SystemName = "akkachat";

    /// <summary>Adds the actor system.</summary>
    public static void AddAkkaChatActors(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var services = builder.Services;
        services.AddSingleton(Options.Create(settings.Read<RoomOptions>(RoomOptions.Section)));
        services.AddSingleton(Options.Create(settings.Read<SessionOptions>(SessionOptions.Section)));
        services.AddSingleton(Options.Create(settings.Read<DeliveryOptions>(DeliveryOptions.Section)));
        services.AddSingleton(Options.Create(settings.Read<PresenceOptions>(PresenceOptions.Section)));
        services.AddAkka(SystemName, (akka, provider) =>
        {
            var cluster = provider.GetRequiredService<IOptions<ClusterOptions>>().Value;
            if (cluster.Enabled)
            {
                RemotingPort.Check(cluster);
            }

            if (cluster.Enabled && cluster.Tls.IsOn)
            {
                akka.AddSetup(RemotingTls.Load(cluster.Tls));
            }

            akka.AddHocon(NodeConfig.Load(cluster), HoconAddMode.Prepend)
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                })
                .WithActorSystemLivenessCheck()
                .WithAkkaClusterReadinessCheck();
        });
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterJoin>(
            provider, provider.GetRequiredService<IOptions<ClusterOptions>>().Value));
        services.AddHostedService<NodeStart>();
        services.AddSingleton<RoomGateway>();
        services.AddHostedService<LobbyKeeper>();
        services.AddHostedService<SocketDrain>();
        services.AddHostedService<DownedNode>();
    }
}
