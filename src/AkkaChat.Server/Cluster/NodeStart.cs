using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;
using Microsoft.Extensions.Options;
using SessionOptions = AkkaChat.Server.Sessions.SessionOptions;

namespace AkkaChat.Server.Cluster;

/// <summary>Joins the cluster and starts the actors of this node, in the order in which they need each other.</summary>
internal sealed class NodeStart(ActorSystem system, IActorRegistry registry, IServiceProvider services) : IHostedService
{
    private const string RoomType = "room";
    private const string UserType = "user";
    private const string PlainHubType = "plain-hub";

    /// <summary>Starts them and registers where the edge finds them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ClusterJoin>().RunAsync(system);
        var cluster = Of<ClusterOptions>();
        var deliveryOptions = Of<DeliveryOptions>();
        var directory = new DeliveryDirectory(deliveryOptions);
        var extractor = new EntityExtractor(system.Settings.Config.GetInt("akkachat.shards"));
        var sharding = ClusterSharding.Get(system); // first: it brings the defaults that the settings read
        var settings = ClusterShardingSettings.Create(system);
        var clock = services.GetRequiredService<TimeProvider>();
        var users = cluster.HostsRooms
            ? await sharding.StartAsync(UserType, _ => Props.Create(() => new UserActor(clock)), settings, extractor)
            : await sharding.StartProxyAsync(UserType, ClusterOptions.RoomRole, extractor);

        var store = services.GetRequiredService<IChatStore>();
        var reads = services.GetRequiredService<ReadPipeline>();
        var writes = services.GetRequiredService<WritePipeline>();
        var roomOptions = Of<RoomOptions>();
        var meters = services.GetRequiredService<IMeterFactory>();
        var forRooms = new RoomDependencies(roomOptions, clock, store, writes, reads, users, directory)
        {
            Metrics = new RoomMetrics(meters.Create(RoomMetrics.MeterName)),
        };
        var rooms = cluster.HostsRooms
            ? await sharding.StartAsync(
                RoomType,
                room => Props.Create(() => new RoomActor(RoomId.Parse(room), forRooms)),
                settings,
                extractor,
                sharding.DefaultShardAllocationStrategy(settings),
                RoomStop.Instance)
            : await sharding.StartProxyAsync(RoomType, ClusterOptions.RoomRole, extractor);

        var deliveries = Enumerable.Range(0, deliveryOptions.Instances)
            .Select(instance => system.ActorOf(
                Props.Create(() => new DeliveryActor(deliveryOptions, store, reads, rooms)),
                DeliveryDirectory.NameOf(instance)))
            .ToImmutableArray();
        system.ActorOf(
            Props.Create(() => new DeliveryDirectoryActor(directory, deliveries, ClusterOptions.GatewayRole)),
            "delivery-directory");

        var local = new LocalDeliveries(directory, deliveries);
        var forSessions = new SessionDependencies(
            Of<SessionOptions>(),
            Of<ServerOptions>(),
            roomOptions,
            clock,
            services.GetRequiredService<AccessTokens>(),
            store,
            reads,
            writes,
            rooms,
            users,
            local)
        {
            Metrics = new SessionMetrics(meters.Create(SessionMetrics.MeterName)),
        };
        var sessions = system.ActorOf(Props.Create(() => new SessionsActor(forSessions)), "sessions");
        system.ActorOf(Props.Create(() => new NodeLossActor(sessions, ClusterOptions.RoomRole)), "node-loss");
        if (Of<ServerOptions>().PlainLobby == true)
        {
            var hubs = cluster.Enabled ? await StartPlainHubAsync(sharding, settings, cluster, extractor) : null;
            registry.Register<PlainLobbyActor>(
                system.ActorOf(Props.Create(() => new PlainLobbyActor(hubs)), "plain-lobby"));
        }

        if (cluster.Enabled)
        {
            DeadNodes.Find(system);
        }

        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
            "drain-pipelines",
            async () =>
            {
                // Rooms have gone to other nodes or stopped: what is still queued is all there will be.
                await writes.DisposeAsync();
                await reads.DisposeAsync();
                return Akka.Done.Instance;
            });
        registry.Register<RoomActor>(rooms);
        registry.Register<SessionsActor>(sessions);
    }

    /// <summary>Nothing: the actor system's coordinated shutdown stops them.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task<IActorRef> StartPlainHubAsync(
        ClusterSharding sharding, ClusterShardingSettings settings, ClusterOptions cluster, EntityExtractor extractor) =>
        cluster.HostsRooms
            ? sharding.StartAsync(PlainHubType, _ => Props.Create(() => new PlainHubActor()), settings, extractor)
            : sharding.StartProxyAsync(PlainHubType, ClusterOptions.RoomRole, extractor);

    private T Of<T>()
        where T : class => services.GetRequiredService<IOptions<T>>().Value;
}
