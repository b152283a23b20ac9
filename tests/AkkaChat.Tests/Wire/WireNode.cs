using System.Collections.Concurrent;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaChat.Server.Cluster;
using Xunit;
using ClusterExtension = Akka.Cluster.Cluster;

namespace AkkaChat.Tests.Wire;

/// <summary>An actor system with the server's own configuration, on a free port of this machine.</summary>
public sealed class WireNode : IAsyncLifetime
{
    /// <summary>How long another node may take; far more than it does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _errors = [];
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();

    /// <summary>A node with the server's configuration alone.</summary>
    public WireNode()
        : this(string.Empty)
    {
    }

    /// <summary>A node whose configuration has <paramref name="more"/> besides.</summary>
    internal WireNode(string more) => System = (ExtendedActorSystem)ActorSystem.Create(
        "akkachat",
        ConfigurationFactory.ParseString(more)
            .WithFallback(ConfigurationFactory.ParseString("akka.loglevel = WARNING"))
            .WithFallback(HoconFiles.Load("single", "akkachat")));

    /// <summary>The actor system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Where others reach it.</summary>
    public Address Address => ClusterExtension.Get(System).SelfAddress;

    /// <summary>What it has logged as an error so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>The message's bytes as another node would get them, and what the node makes of them.</summary>
    public object Reread(object message)
    {
        var (serializer, manifest, bytes) = Write(message);
        return System.Serialization.Deserialize(bytes, serializer, manifest);
    }

    /// <summary>The message's bytes, and what says how to read them.</summary>
    public (int Serializer, string Manifest, byte[] Bytes) Write(object message)
    {
        var serializer = System.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return (serializer.Identifier, manifest, serializer.ToBinary(message));
    }

    /// <summary>Waits until it has logged a warning or an error that has <paramref name="part"/> in it.</summary>
    /// <exception cref="TimeoutException">It has not.</exception>
    public async Task LoggedAsync(string part)
    {
        using var time = new CancellationTokenSource(Patience);
        var logged = new List<string>();
        try
        {
            do
            {
                logged.Add(await _log.Reader.ReadAsync(time.Token));
            }
            while (!logged[^1].Contains(part, StringComparison.Ordinal));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"awaited a line with '{part}'; there were: {string.Join('\n', logged)}");
        }
    }

    /// <summary>An actor of another node, by its path below <c>/user</c>.</summary>
    public IActorRef ActorOf(WireNode other, string name) =>
        System.Provider.ResolveActorRef(new RootActorPath(other.Address) / "user" / name);

    /// <summary>Joins the cluster of <paramref name="seed"/> and waits until it is in.</summary>
    public async Task JoinAsync(WireNode seed)
    {
        using var time = new CancellationTokenSource(Patience);
        await ClusterExtension.Get(System).JoinAsync(seed.Address, time.Token);
    }

    /// <inheritdoc/>
    public Task InitializeAsync()
    {
        var listener = System.ActorOf(Props.Create(() => new Listener(_errors, _log.Writer)));
        System.EventStream.Subscribe(listener, typeof(Error));
        System.EventStream.Subscribe(listener, typeof(Warning));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await System.Terminate();

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> errors, ChannelWriter<string> log)
        {
            Receive<Error>(error =>
            {
                errors.Enqueue(error.ToString());
                log.TryWrite(error.ToString());
            });
            Receive<Warning>(warning => log.TryWrite(warning.ToString()));
        }
    }
}
