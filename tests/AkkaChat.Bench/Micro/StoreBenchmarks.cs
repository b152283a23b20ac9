using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using BenchmarkDotNet.Attributes;

namespace AkkaChat.Bench.Micro;

/// <summary>
/// One transaction of a store: a batch of runs of one message each, for as many rooms. The figure is that of the whole batch,
/// commit included.
/// </summary>
[InvocationCount(1)]
[WarmupCount(5)]
[IterationCount(40)]
public class StoreBenchmarks
{
    private readonly List<StoreWrite> _batch = [];
    private MicroStore _store = null!;
    private long _seq;

    /// <summary>Which store.</summary>
    [Params(MicroStore.Sqlite, MicroStore.Postgres)]
    public string Kind { get; set; } = MicroStore.Sqlite;

    /// <summary>How many rooms.</summary>
    [Params(1, 50, 400)]
    public int Rooms { get; set; }

    /// <summary>Opens a fresh store and makes the rooms.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _store = await MicroStore.OpenAsync(Kind);
        var owner = Samples.UserAt(0);
        await _store.CommitAsync([.. Enumerable.Range(0, Rooms).Select(Samples.RoomAt).Select(room => Run(
            room,
            new RoomEvent.RoomCreated(1, Samples.Start, owner, "Team", RoomKind.Group, false, JoinRule.Invite),
            new RoomEvent.MemberChanged(2, Samples.Start, owner, MemberChange.Joined, owner, MemberRole.Owner)))]);
        _seq = 2;
    }

    /// <summary>Makes the next batch.</summary>
    [IterationSetup]
    public void Prepare()
    {
        _seq++;
        _batch.Clear();
        for (var index = 0; index < Rooms; index++)
        {
            var room = Samples.RoomAt(index);
            _batch.Add(Run(room, Samples.PostedAt(room, _seq, Samples.UserAt(0), _seq - 2)));
        }
    }

    /// <summary>Writes it.</summary>
    [Benchmark]
    public Task Append() => _store.CommitAsync(_batch);

    /// <summary>Closes the store.</summary>
    [GlobalCleanup]
    public async Task CleanUpAsync() => await _store.DisposeAsync();

    private static StoreWrite.Append Run(RoomId room, params RoomEvent[] events) =>
        new(room, [.. events.Select(stored => new EncodedEvent(stored, EventCodec.EncodeBody(stored)))]);
}
