using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Presence;
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
        await Get<ClusterJoin>().RunAsync(system);
        var cluster = Of<ClusterOptions>();
        var shards = new Shards(
            ClusterSharding.Get(system), // first: it brings the defaults that the settings read
            ClusterShardingSettings.Create(system),
            new EntityExtractor(system.Settings.Config.GetInt("akkachat.shards")));
        var directory = new DeliveryDirectory(Of<DeliveryOptions>());
        var users = await StartUsersAsync(shards, cluster);
        var rooms = await StartRoomsAsync(shards, cluster, users, directory);
        var sessions = StartSessions(rooms, users, StartDeliveries(rooms, directory));
        if (Of<ServerOptions>().PlainLobby == true)
        {
            await StartPlainLobbyAsync(shards, cluster);
        }

        if (cluster.Enabled)
        {
            DeadNodes.Find(system);
        }

        DrainPipelinesAtTheEnd();
        registry.Register<RoomActor>(rooms);
        registry.Register<SessionsActor>(sessions);
    }

    /// <summary>Nothing: the actor system's coordinated shutdown stops them.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IActorRef> StartUsersAsync(Shards shards, ClusterOptions cluster)
    {
        var writes = Get<WritePipeline>();
        var forUsers = new UserDependencies(
            Get<TimeProvider>(),
            Of<PresenceOptions>(),
            (user, time) => writes.TryWrite(new StoreWrite.MarkSeen(user, time), ActorRefs.Nobody));
        var users = ManyActors.Of(() => new UserActor(forUsers));
        return cluster.HostsRooms
            ? await shards.Sharding.StartAsync(
                UserType, _ => users, shards.Settings, shards.Extractor)
            : await shards.Sharding.StartProxyAsync(UserType, ClusterOptions.RoomRole, shards.Extractor);
    }

    private async Task<IActorRef> StartRoomsAsync(
        Shards shards, ClusterOptions cluster, IActorRef users, DeliveryDirectory directory)
    {
        var forRooms = new RoomDependencies(
            Of<RoomOptions>(),
            Get<TimeProvider>(),
            Get<IChatStore>(),
            Get<WritePipeline>(),
            Get<ReadPipeline>(),
            users,
            directory)
        {
            Metrics = new RoomMetrics(Get<IMeterFactory>().Create(RoomMetrics.MeterName)),
        };
        return cluster.HostsRooms
            ? await shards.Sharding.StartAsync(
                RoomType,
                room => ManyActors.Of(() => new RoomActor(RoomId.Parse(room), forRooms)),
                shards.Settings,
                shards.Extractor,
                shards.Sharding.DefaultShardAllocationStrategy(shards.Settings),
                RoomStop.Instance)
            : await shards.Sharding.StartProxyAsync(RoomType, ClusterOptions.RoomRole, shards.Extractor);
    }

    private LocalDeliveries StartDeliveries(IActorRef rooms, DeliveryDirectory directory)
    {
        var options = Of<DeliveryOptions>();
        var store = Get<IChatStore>();
        var reads = Get<ReadPipeline>();
        var deliveries = Enumerable.Range(0, options.Instances)
            .Select(instance => system.ActorOf(
                Props.Create(() => new DeliveryActor(options, store, reads, rooms)),
                DeliveryDirectory.NameOf(instance)))
            .ToImmutableArray();
        system.ActorOf(
            Props.Create(() => new DeliveryDirectoryActor(directory, deliveries, ClusterOptions.GatewayRole)),
            "delivery-directory");
        return new LocalDeliveries(directory, deliveries);
    }

    private IActorRef StartSessions(IActorRef rooms, IActorRef users, LocalDeliveries local)
    {
        var forSessions = new SessionDependencies(
            Of<SessionOptions>(),
            Of<ServerOptions>(),
            Of<RoomOptions>(),
            Get<TimeProvider>(),
            Get<AccessTokens>(),
            Get<IChatStore>(),
            Get<ReadPipeline>(),
            Get<WritePipeline>(),
            rooms,
            users,
            local)
        {
            Presence = StartPresence(users),
            Metrics = new SessionMetrics(Get<IMeterFactory>().Create(SessionMetrics.MeterName)),
        };
        var sessions = system.ActorOf(Props.Create(() => new SessionsActor(forSessions)), "sessions");
        system.ActorOf(Props.Create(() => new NodeLossActor(sessions, ClusterOptions.RoomRole)), "node-loss");
        return sessions;
    }

    private IActorRef StartPresence(IActorRef users)
    {
        var options = Of<PresenceOptions>();
        var clock = Get<TimeProvider>();
        var store = Get<IChatStore>();
        var reads = Get<ReadPipeline>();
        var presence = system.ActorOf(Props.Create(() => new PresenceActor(options, clock, store, reads, users)), "presence");
        system.ActorOf(Props.Create(() => new NodeLossActor(presence, ClusterOptions.RoomRole)), "node-loss-for-presence");
        return presence;
    }

    private async Task StartPlainLobbyAsync(Shards shards, ClusterOptions cluster)
    {
        var hubs = cluster.Enabled ? await StartPlainHubAsync(shards, cluster) : null;
        registry.Register<PlainLobbyActor>(system.ActorOf(Props.Create(() => new PlainLobbyActor(hubs)), "plain-lobby"));
    }

    private static Task<IActorRef> StartPlainHubAsync(Shards shards, ClusterOptions cluster) => cluster.HostsRooms
        ? shards.Sharding.StartAsync(
            PlainHubType, _ => Props.Create(() => new PlainHubActor()), shards.Settings, shards.Extractor)
        : shards.Sharding.StartProxyAsync(PlainHubType, ClusterOptions.RoomRole, shards.Extractor);

    // Rooms have gone to other nodes or stopped by then: what is still queued is all there will be.
    private void DrainPipelinesAtTheEnd()
    {
        var writes = Get<WritePipeline>();
        var reads = Get<ReadPipeline>();
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
            "drain-pipelines",
            async () =>
            {
                await writes.DisposeAsync();
                await reads.DisposeAsync();
                return Akka.Done.Instance;
            });
    }

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    private T Of<T>()
        where T : class => Get<IOptions<T>>().Value;

    // What every kind of entity is started with.
    private sealed record Shards(ClusterSharding Sharding, ClusterShardingSettings Settings, EntityExtractor Extractor);
}
