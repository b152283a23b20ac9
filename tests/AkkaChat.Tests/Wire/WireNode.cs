using System.Collections.Concurrent;
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

    /// <summary>The actor system.</summary>
    public ExtendedActorSystem System { get; } = (ExtendedActorSystem)ActorSystem.Create(
        "akkachat", ConfigurationFactory.ParseString("akka.loglevel = ERROR").WithFallback(HoconFiles.Load("single", "akkachat")));

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

    /// <summary>Joins the cluster of <paramref name="seed"/> and waits until it is in.</summary>
    public async Task JoinAsync(WireNode seed)
    {
        using var time = new CancellationTokenSource(Patience);
        await ClusterExtension.Get(System).JoinAsync(seed.Address, time.Token);
    }

    /// <inheritdoc/>
    public Task InitializeAsync()
    {
        var listener = System.ActorOf(Props.Create(() => new Listener(_errors)));
        System.EventStream.Subscribe(listener, typeof(Error));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await System.Terminate();

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> errors) => Receive<Error>(error => errors.Enqueue(error.ToString()));
    }
}
