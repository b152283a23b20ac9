using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Configuration;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Sqlite;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaChat.Bench.Micro;

/// <summary>
/// A Delivery passes one event on to 1,000 sessions of a room, which count it and do nothing else: what an event costs for
/// each session, from the Delivery's mailbox into the session's hands.
/// </summary>
public class DeliveryBenchmarks : IAsyncDisposable
{
    private const int SessionCount = 1_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("akkachat-micro-").FullName;
    private readonly Arrivals _arrivals = new();
    private ServiceProvider _services = null!;
    private ActorSystem _system = null!;
    private SqliteStore _store = null!;
    private ReadPipeline _reads = null!;
    private IActorRef _delivery = null!;
    private ReadOnlyMemory<byte> _frame;
    private long _seq;

    /// <summary>A Delivery whose room is live, with all sessions attached.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var options = new StorageOptions();
        var posted = Samples.PostedAt(Samples.Team, 1, Samples.UserAt(0), 1);
        _frame = EventCodec.EncodeFrame(Samples.Team, EventHeader.Of(posted), EventCodec.EncodeBody(posted));
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _store = new SqliteStore(_directory, options, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await _store.OpenAsync(CancellationToken.None);
        _system = ActorSystem.Create("micro", ConfigurationFactory.ParseString("akka.loglevel = WARNING"));
        _reads = new ReadPipeline(
            _store,
            options,
            _system,
            TimeProvider.System,
            new StorageMetrics(_services.GetRequiredService<IMeterFactory>()),
            NullLogger<ReadPipeline>.Instance);
        var rooms = _system.ActorOf(Props.Create(() => new Rooms()));
        _delivery = _system.ActorOf(Props.Create(() => new DeliveryActor(new DeliveryOptions(), _store, _reads, rooms)));

        var attached = _arrivals.Expect(SessionCount);
        for (var index = 0; index < SessionCount; index++)
        {
            var session = _system.ActorOf(Props.Create(() => new Session(_arrivals)));
            _delivery.Tell(new AttachCommand.Attach(Samples.UserAt(index), [(Samples.Team, 0)], Writer: null), session);
        }

        await attached;
    }

    /// <summary>Stops it all.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await _reads.DisposeAsync();
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>One event, from the room to all sessions; the figure is that of one session.</summary>
    [Benchmark(OperationsPerInvoke = SessionCount)]
    public Task PassOn()
    {
        var arrived = _arrivals.Expect(SessionCount);
        _delivery.Tell(new FeedMessage.Events(Samples.Team, [new EventFrame(++_seq, _frame, Gone: null)]));
        return arrived;
    }

    /// <summary>Plays all rooms: they answer whoever subscribes.</summary>
    private sealed class Rooms : ReceiveActor
    {
        public Rooms() => Receive<InterestCommand.Subscribe>(asked => Sender.Tell(new FeedMessage.Subscribed(asked.Room)));
    }

    /// <summary>Plays a session.</summary>
    private sealed class Session : ReceiveActor
    {
        public Session(Arrivals arrivals) => Receive<DeliveryPush>(_ => arrivals.Arrived());
    }

    /// <summary>Counts what arrives at all sessions.</summary>
    private sealed class Arrivals
    {
        private TaskCompletionSource _all = new();
        private int _missing;

        public Task Expect(int count)
        {
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _missing, count);
            return _all.Task;
        }

        public void Arrived()
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _all.SetResult();
            }
        }
    }
}
