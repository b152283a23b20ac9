using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AkkaChat.Tests.Nodes;

/// <summary>
/// A node of a cluster within this process: the server's own actors and configuration, with a failure detector that makes up
/// its mind sooner, and a store that all nodes share.
/// </summary>
internal sealed class TestNode : IAsyncDisposable
{
    private const string Sooner = """
        akka.loglevel = OFF
        akka.remote.dot-netty.tcp.port = 0
        akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.coordinated-shutdown.terminate-actor-system = off
        akka.cluster {
          run-coordinated-shutdown-when-down = off
          gossip-interval = 200ms
          leader-actions-interval = 200ms
          unreachable-nodes-reaper-interval = 200ms
          periodic-tasks-initial-delay = 200ms
          seed-node-timeout = 1s
          down-removal-margin = 500ms
          failure-detector.heartbeat-interval = 500ms
          failure-detector.acceptable-heartbeat-pause = 6s
          split-brain-resolver.stable-after = 2s
          sharding.retry-interval = 200ms
        }
        """;

    private readonly NoMeters _meters = new();
    private readonly IChatStore _store;
    private readonly ReadPipeline _reads;
    private readonly WritePipeline _writes;
    private readonly AccessTokens _tokens;
    private readonly PlainGate _gate = new();
    private readonly EntityExtractor _extractor;
    private readonly bool _hostsRooms;
    private bool _isDown;

    private TestNode(IChatStore store, string[] roles)
    {
        var own = ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", roles)}]");
        System = (ExtendedActorSystem)ActorSystem.Create("akkachat", own
            .WithFallback(ConfigurationFactory.ParseString(Sooner))
            .WithFallback(HoconFiles.Load("cluster", "akkachat")));
        _store = store;
        _hostsRooms = roles.Contains(ClusterOptions.RoomRole);
        var metrics = new StorageMetrics(_meters);
        _writes = new(store, new StorageOptions(), System, TimeProvider.System, metrics, NullLogger<WritePipeline>.Instance);
        _reads = new(store, new StorageOptions(), System, TimeProvider.System, metrics, NullLogger<ReadPipeline>.Instance);
        _extractor = new EntityExtractor(System.Settings.Config.GetInt("akkachat.shards"));
        var auth = new AuthOptions { SigningKey = Convert.ToBase64String(new byte[SigningKey.MinBytes]) };
        var key = SigningKey.Load(auth, data: null!, NullLogger<SigningKey>.Instance);
        _tokens = new AccessTokens(Options.Create(auth), key, TimeProvider.System);
        Directory = new DeliveryDirectory(DeliveryOptions);
    }

    public ExtendedActorSystem System { get; }

    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);

    public Address Address => Cluster.SelfAddress;

    public DeliveryDirectory Directory { get; }

    public LocalDeliveries Deliveries { get; private set; } = null!;

    public IActorRef Rooms { get; private set; } = null!;

    public IActorRef Users { get; private set; } = null!;

    public IActorRef Presence { get; private set; } = null!;

    public IActorRef PlainHubs { get; private set; } = null!;

    public IActorRef PlainLobby { get; private set; } = null!;

    public FeedCount Feeds { get; } = new();

    // Nothing here may be found by the quiet check: it does not come within a test.
    private static DeliveryOptions DeliveryOptions { get; } = new() { Instances = 2, QuietCheck = TimeSpan.FromHours(1) };

    // Nor what is lost of presence by the check.
    private static PresenceOptions PresenceOptions { get; } = new()
    {
        AwayAfter = TimeSpan.FromMilliseconds(300),
        OfflineAfter = TimeSpan.FromSeconds(2),
        SureAfter = TimeSpan.FromSeconds(8),
        Check = TimeSpan.FromHours(1),
    };

    /// <summary>A cluster of nodes with these roles, in this order, all up, and each a home to its share of the shards.</summary>
    public static async Task<TestNode[]> StartAsync(IChatStore store, params string[][] roles)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var nodes = roles.Select(own => new TestNode(store, own)).ToArray();
        foreach (var node in nodes)
        {
            await node.Cluster.JoinAsync(nodes[0].Address, patience.Token);
        }

        foreach (var node in nodes)
        {
            await node.StartActorsAsync();
        }

        var hosts = nodes.Count(node => node._hostsRooms);
        foreach (var region in new[] { nodes[0].Users, nodes[0].Rooms, nodes[0].PlainHubs })
        {
            while (await HomesAsync(region) < hosts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
        }

        return nodes;
    }

    /// <summary>A signed-in client's session, with its socket.</summary>
    public (IActorRef Session, FakeSocket Socket) Connect(UserId user, string device)
    {
        var socket = new FakeSocket();
        var session = new SessionSocket(new SocketWriter(socket, stream: null, maxUnsentBytes: 256 * 1024), UpgradeToken: null);
        var with = new SessionDependencies(
            new SessionOptions(),
            new ServerOptions { Limits = new LimitOptions { HeartbeatInterval = TimeSpan.FromMinutes(5) } },
            new RoomOptions(),
            TimeProvider.System,
            _tokens,
            _store,
            _reads,
            _writes,
            Rooms,
            Users,
            Deliveries)
        {
            Presence = Presence,
        };
        var open = new SessionsActor.Open(session, new TaskCompletionSource<IActorRef>());
        var actor = System.ActorOf(Props.Create(() => new SessionActor(open, with)));
        System.ActorOf(Props.Create(() => new NodeLossActor(actor, ClusterOptions.RoomRole)));
        var connect =
            $$"""{"type":"connect","id":0,"token":"{{_tokens.Issue(user).Text}}","deviceId":"{{device}}","platform":"web"}""";
        session.Credits.Wait(0);
        actor.Tell(new SessionInput.Frame(RequestReader.Read(Encoding.UTF8.GetBytes(connect))));
        return (actor, socket);
    }

    /// <summary>A connection of the plain lobby.</summary>
    public (PlainSocket Plain, FakeSocket Socket) ConnectPlain()
    {
        var socket = new FakeSocket();
        var plain = new PlainSocket(new SocketWriter(socket, stream: null, maxUnsentBytes: 256 * 1024), _gate);
        PlainLobby.Tell(new PlainLobbyActor.Come(plain));
        return (plain, socket);
    }

    /// <summary>A text from a plain connection of this node.</summary>
    public async Task SayAsync(PlainSocket from, string text)
    {
        await from.MaySayAsync(CancellationToken.None);
        PlainLobby.Tell(new PlainLobbyActor.Say(from, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The others hear nothing of this node any more, from one moment to the next.</summary>
    public async Task CrashAsync(params TestNode[] others)
    {
        foreach (var other in others)
        {
            await CutAsync(this, other);
            await CutAsync(other, this);
        }

        _isDown = true;
        await System.Terminate();
    }

    /// <summary>Two nodes hear nothing of each other.</summary>
    public static Task CutAsync(TestNode one, TestNode other) => ThrottleAsync(one, other, Blackhole.Instance);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isDown)
        {
            await System.Terminate();
        }

        Feeds.Dispose();
        _gate.Dispose();
        _meters.Dispose();
    }

    /// <summary>
    /// How many nodes the coordinator of a region's shards knows. What is asked for before a node is among them finds its home
    /// elsewhere, and stays there.
    /// </summary>
    private static async Task<int> HomesAsync(IActorRef region)
    {
        try
        {
            return (await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, TimeSpan.FromSeconds(1))).Regions.Count;
        }
        catch (AskTimeoutException)
        {
            return 0; // the coordinator has no home itself yet
        }
    }

    private static Task<bool> ThrottleAsync(TestNode one, TestNode other, ThrottleMode mode) =>
        ((IRemoteActorRefProvider)one.System.Provider).Transport.ManagementCommand(
            new SetThrottle(other.Address, ThrottleTransportAdapter.Direction.Both, mode));

    private async Task StartActorsAsync()
    {
        var forUsers = new UserDependencies(
            TimeProvider.System,
            PresenceOptions,
            (user, time) => _writes.TryWrite(new StoreWrite.MarkSeen(user, time), ActorRefs.Nobody));
        Users = await RegionAsync("user", _ => Props.Create(() => new UserActor(forUsers)));
        Presence = System.ActorOf(
            Props.Create(() => new PresenceActor(PresenceOptions, TimeProvider.System, _store, _reads, Users)), "presence");
        System.ActorOf(Props.Create(() => new NodeLossActor(Presence, ClusterOptions.RoomRole)));
        var forRooms = new RoomDependencies(
            new RoomOptions(), TimeProvider.System, _store, _writes, _reads, Users, Directory)
        { Metrics = Feeds.Metrics };
        Rooms = await RegionAsync("room", room => Props.Create(() => new RoomActor(RoomId.Parse(room), forRooms)));
        PlainHubs = await RegionAsync("plain-hub", _ => Props.Create(() => new PlainHubActor()));
        PlainLobby = System.ActorOf(Props.Create(() => new PlainLobbyActor(PlainHubs)), "plain-lobby");
        var local = Enumerable.Range(0, DeliveryOptions.Instances)
            .Select(instance => System.ActorOf(
                Props.Create(() => new DeliveryActor(DeliveryOptions, _store, _reads, Rooms)),
                DeliveryDirectory.NameOf(instance)))
            .ToImmutableArray();
        Deliveries = new LocalDeliveries(Directory, local);
        System.ActorOf(Props.Create(() => new DeliveryDirectoryActor(Directory, local, ClusterOptions.GatewayRole)));
    }

    private Task<IActorRef> RegionAsync(string type, Func<string, Props> entity)
    {
        var sharding = ClusterSharding.Get(System);
        return _hostsRooms
            ? sharding.StartAsync(type, entity, ClusterShardingSettings.Create(System), _extractor)
            : sharding.StartProxyAsync(type, ClusterOptions.RoomRole, _extractor);
    }

    private sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
