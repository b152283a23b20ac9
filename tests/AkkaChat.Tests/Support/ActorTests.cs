using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaChat.Tests.Support;

/// <summary>An actor system whose time stands still until a test moves it, with a scripted store behind the real pipelines.</summary>
public abstract class ActorTests : TestKit
{
    private const string Settings = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.test.single-expect-default = 10s
        akkachat.small-mailbox.mailbox-type = "AkkaChat.Server.Cluster.SmallMailbox, AkkaChat.Server"
        """;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Samples.Noon));
    private readonly NoMeters _meters = new();

    protected ActorTests()
        : base(Settings)
    {
        StorageMetrics = new StorageMetrics(_meters);
        Writes = new WritePipeline(
            Store, new StorageOptions(), Sys, TimeProvider.System, StorageMetrics, NullLogger<WritePipeline>.Instance);
        Reads = new ReadPipeline(
            Store, new StorageOptions(), Sys, TimeProvider.System, StorageMetrics, NullLogger<ReadPipeline>.Instance);
        Asker = CreateTestProbe("asker");
        Users = CreateTestProbe("users");
    }

    /// <summary>The clock; <see cref="Advance"/> moves it.</summary>
    protected TimeProvider Clock => _clock;

    /// <summary>Whoever asks and gets the answers.</summary>
    protected TestProbe Asker { get; }

    /// <summary>All user actors.</summary>
    protected TestProbe Users { get; }

    private protected ScriptedStore Store { get; } = new();

    private protected StorageMetrics StorageMetrics { get; }

    private protected WritePipeline Writes { get; }

    private protected ReadPipeline Reads { get; }

    /// <summary>Moves the clock and lets timers fire.</summary>
    protected void Advance(TimeSpan by)
    {
        _clock.Advance(by);
        ((TestScheduler)Sys.Scheduler).Advance(by);
    }

    /// <summary>A directory of nodes with one Delivery each.</summary>
    private protected static DeliveryDirectory DirectoryOf(params IActorRef[] deliveries)
    {
        var directory = new DeliveryDirectory(new DeliveryOptions { Instances = 1 });
        directory.Update([.. deliveries.Select(ImmutableArray<ICanTell> (delivery) => [delivery])]);
        return directory;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _meters.Dispose();
        }
    }

    private sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
