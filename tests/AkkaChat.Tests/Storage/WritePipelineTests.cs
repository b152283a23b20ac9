using System.Diagnostics.Metrics;
using Akka.TestKit.Xunit2;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Storage;

public sealed class WritePipelineTests : TestKit
{
    private static readonly TimeSpan Timeout = new StorageOptions().WriteTimeout;
    private readonly ManualClock _clock = new();
    private readonly FakeStore _store = new();
    private readonly IMeterFactory _meters =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    [Fact]
    public async Task What_waits_during_a_commit_becomes_the_next_batch()
    {
        var pipeline = Pipeline(new StorageOptions());
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        var call = await _store.NextCallAsync();
        for (var seq = 2; seq <= 200; seq++)
        {
            pipeline.TryWrite(Mark($"r-{seq % 3}", seq), TestActor);
        }

        var seen = SeqsOf(call).ToList();
        var calls = 1;
        call.Answer();
        for (; seen.Count < 200; calls++)
        {
            call = await _store.NextCallAsync();
            seen.AddRange(SeqsOf(call));
            call.Answer();
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), seen);
        Assert.InRange(calls, 2, 50);
        for (var seq = 1; seq <= 200; seq++)
        {
            Assert.Equal(new StoreOutcome.Marked(seq), (await ExpectMsgAsync<StoreResult.Decided>()).Outcome);
        }
    }

    [Fact]
    public async Task A_lane_rests_between_transactions()
    {
        var pipeline = Pipeline(new StorageOptions(), interval: TimeSpan.FromMilliseconds(5));
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        (await _store.NextCallAsync()).Answer(); // at once: the lane was at rest
        await ExpectMsgAsync<StoreResult.Decided>();
        pipeline.TryWrite(Mark("r-1", 2), TestActor);
        await _clock.TimerAsync(TimeSpan.FromMilliseconds(5));
        _clock.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(_store.HasCall);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([2L], SeqsOf(await _store.NextCallAsync()));
    }

    [Fact]
    public async Task A_transaction_that_took_its_time_needs_no_rest()
    {
        var pipeline = Pipeline(new StorageOptions(), interval: TimeSpan.FromMilliseconds(5));
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        var call = await _store.NextCallAsync();
        pipeline.TryWrite(Mark("r-1", 2), TestActor);
        _clock.Advance(TimeSpan.FromMilliseconds(5));

        call.Answer();

        Assert.Equal([2L], SeqsOf(await _store.NextCallAsync()));
    }

    [Fact]
    public async Task A_lane_has_one_batch_under_way()
    {
        var pipeline = Pipeline(new StorageOptions());
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        var first = await _store.NextCallAsync();
        pipeline.TryWrite(Mark("r-1", 2), TestActor);

        Assert.False(_store.HasCall);
        first.Answer();
        (await _store.NextCallAsync()).Answer();

        Assert.Equal(1, SeqOf((await ExpectMsgAsync<StoreResult.Decided>()).Write));
        Assert.Equal(2, SeqOf((await ExpectMsgAsync<StoreResult.Decided>()).Write));
    }

    [Fact]
    public async Task A_batch_is_bounded_by_count()
    {
        var pipeline = Pipeline(new StorageOptions { MaxBatchWrites = 3 });
        for (var seq = 0; seq < 8; seq++)
        {
            pipeline.TryWrite(Mark("r-1", seq), TestActor);
        }

        var seen = 0;
        while (seen < 8)
        {
            var call = await _store.NextCallAsync();
            Assert.InRange(call.Items.Count, 1, 3);
            seen += call.Items.Count;
            call.Answer();
        }
    }

    [Fact]
    public async Task A_batch_is_bounded_by_bytes_and_a_larger_write_goes_alone()
    {
        var pipeline = Pipeline(new StorageOptions { MaxBatchBytes = 2_048 });
        var marks = Enumerable.Range(0, 3).Select(seq => Mark("r-1", seq)).ToArray();
        pipeline.TryWrite(marks[0], TestActor);
        var first = await _store.NextCallAsync();
        pipeline.TryWrite(marks[1], TestActor);
        pipeline.TryWrite(new Heavy(3_000, 7), TestActor);
        pipeline.TryWrite(marks[2], TestActor);

        first.Answer();
        var sizes = new List<int>();
        while (sizes.Sum() < 3)
        {
            var call = await _store.NextCallAsync();
            sizes.Add(call.Items.Count);
            call.Fail(new StoreUnavailableException("enough seen"));
        }

        Assert.Equal([1, 1, 1], sizes);
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        var pipeline = Pipeline(new StorageOptions { WriteQueueCapacity = 2, MaxBatchWrites = 1 });
        pipeline.TryWrite(Mark("r-1", 0), TestActor);
        await _store.NextCallAsync();

        // The lane may still take one out of the queue, so what is refused first is not refused for good.
        var waiting = new List<Task<StoreOutcome>>();
        while (!waiting.Exists(write => write.IsFaulted))
        {
            waiting.Add(pipeline.WriteAsync(Mark("r-1", waiting.Count), CancellationToken.None));
        }

        Assert.InRange(waiting.Count - 1, 2, 4);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting[^1]);
    }

    [Fact]
    public async Task A_failed_batch_fails_its_writes_and_the_lane_lives_on()
    {
        var pipeline = Pipeline(new StorageOptions());
        var fails = Mark("r-1", 1);
        pipeline.TryWrite(fails, TestActor);
        (await _store.NextCallAsync()).Fail(new StoreUnavailableException("full"));
        Assert.Same(fails, (await ExpectMsgAsync<StoreResult.Failed>()).Write);

        pipeline.TryWrite(Mark("r-1", 2), TestActor);
        (await _store.NextCallAsync()).Fail(new InvalidOperationException("a defect"));
        await ExpectMsgAsync<StoreResult.Failed>();

        pipeline.TryWrite(Mark("r-1", 3), TestActor);
        (await _store.NextCallAsync()).Answer();
        await ExpectMsgAsync<StoreResult.Decided>();
    }

    [Fact]
    public async Task A_store_that_hangs_leaves_the_outcome_unknown()
    {
        var pipeline = Pipeline(new StorageOptions());
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        var hanging = await _store.NextCallAsync();

        _clock.Advance(Timeout);

        await ExpectMsgAsync<StoreResult.Failed>();
        Assert.True(hanging.Stop.IsCancellationRequested);
        pipeline.TryWrite(Mark("r-1", 2), TestActor);
        (await _store.NextCallAsync()).Answer();
        Assert.Equal(2, SeqOf((await ExpectMsgAsync<StoreResult.Decided>()).Write));
    }

    [Fact]
    public async Task A_write_whose_time_ran_out_in_the_queue_is_not_begun()
    {
        var pipeline = Pipeline(new StorageOptions { MaxBatchWrites = 1 });
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        await _store.NextCallAsync();
        pipeline.TryWrite(Mark("r-1", 2), TestActor);

        _clock.Advance(Timeout);

        Assert.Equal(1, SeqOf((await ExpectMsgAsync<StoreResult.Failed>()).Write));
        Assert.Equal(2, SeqOf((await ExpectMsgAsync<StoreResult.Failed>()).Write));
        Assert.False(_store.HasCall);
    }

    [Fact]
    public async Task The_edge_gets_the_outcome_or_an_exception()
    {
        var pipeline = Pipeline(new StorageOptions());

        var good = pipeline.WriteAsync(Mark("r-1", 1), CancellationToken.None);
        (await _store.NextCallAsync()).Answer();
        Assert.Equal(new StoreOutcome.Marked(1), await good);

        var bad = pipeline.WriteAsync(Mark("r-1", 2), CancellationToken.None);
        (await _store.NextCallAsync()).Fail(new StoreUnavailableException("full"));
        await Task.WhenAny(bad);
        Assert.IsType<StoreUnavailableException>(bad.Exception?.InnerException);
    }

    [Fact]
    public async Task Writes_of_one_key_take_one_lane_and_lanes_do_not_wait_for_each_other()
    {
        var store = new FakeStore { Lanes = 4 };
        var pipeline = Pipeline(new StorageOptions { MaxBatchWrites = 1 }, store);
        foreach (var number in Enumerable.Range(0, 64))
        {
            pipeline.TryWrite(Mark($"r-{number}", 1), TestActor);
        }

        // Four calls at once, none answered: one of each lane.
        var calls = new List<FakeStore.Call>();
        while (calls.Count < 4)
        {
            calls.Add(await store.NextCallAsync());
        }

        pipeline.TryWrite(Mark(RoomOf(calls[0]), 2), TestActor);
        calls.ForEach(call => call.Answer());
        var later = new List<FakeStore.Call>();
        while (later.Count < 61)
        {
            later.Add(await store.NextCallAsync());
            later[^1].Answer();
        }

        Assert.Contains(later, call => RoomOf(call) == RoomOf(calls[0]) && SeqsOf(call).Single() == 2);
    }

    [Fact]
    public async Task Closing_waits_for_what_was_taken_and_takes_no_more()
    {
        var pipeline = Pipeline(new StorageOptions());
        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        var call = await _store.NextCallAsync();
        pipeline.TryWrite(Mark("r-1", 2), TestActor);

        var closed = pipeline.CompleteAsync(Timeout);
        Assert.False(pipeline.TryWrite(Mark("r-1", 3), TestActor));
        Assert.False(closed.IsCompleted);
        call.Answer();
        (await _store.NextCallAsync()).Answer();
        await closed;

        await ExpectMsgAsync<StoreResult.Decided>();
        await ExpectMsgAsync<StoreResult.Decided>();
    }

    [Fact]
    public async Task Closing_in_vain_fails_what_is_left()
    {
        var pipeline = Pipeline(new StorageOptions { MaxBatchWrites = 1 });
        foreach (var seq in Enumerable.Range(1, 5))
        {
            pipeline.TryWrite(Mark("r-1", seq), TestActor);
        }

        await _store.NextCallAsync();
        var closed = pipeline.CompleteAsync(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await closed;
        _clock.Advance(Timeout);

        var failed = new List<long>();
        while (failed.Count < 5)
        {
            failed.Add(SeqOf((await ExpectMsgAsync<StoreResult.Failed>()).Write));
        }

        Assert.Equal([1, 2, 3, 4, 5], failed.Order());
    }

    [Fact]
    public async Task Without_its_actor_system_the_pipeline_refuses_and_nobody_waits_for_ever()
    {
        var pipeline = Pipeline(new StorageOptions { MaxBatchWrites = 1 });
        var writes = Enumerable.Range(1, 5).Select(seq => pipeline.WriteAsync(Mark("r-1", seq), CancellationToken.None)).ToList();
        var call = await _store.NextCallAsync();

        await Sys.Terminate();
        await pipeline.CompleteAsync(Timeout);
        call.Answer();
        await Task.WhenAny(Task.WhenAll(writes)).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal([true, false, false, false, false], writes.Select(write => write.IsCompletedSuccessfully));
        Assert.False(pipeline.TryWrite(Mark("r-1", 6), TestActor));
    }

    [Fact]
    public async Task Batches_failures_and_queues_are_measured()
    {
        using var listener = new MeterListener();
        var items = 0L;
        var failures = 0L;
        listener.InstrumentPublished = (instrument, subscriber) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters))
            {
                subscriber.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (instrument.Name == "akkachat.storage.batch.size")
            {
                Interlocked.Add(ref items, value);
            }
        });
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref failures, value));
        listener.Start();
        var pipeline = Pipeline(new StorageOptions());

        pipeline.TryWrite(Mark("r-1", 1), TestActor);
        (await _store.NextCallAsync()).Answer();
        await ExpectMsgAsync<StoreResult.Decided>();
        pipeline.TryWrite(Mark("r-1", 2), TestActor);
        (await _store.NextCallAsync()).Fail(new StoreUnavailableException("full"));
        await ExpectMsgAsync<StoreResult.Failed>();

        Assert.Equal((2, 1), (Interlocked.Read(ref items), Interlocked.Read(ref failures)));
    }

    private WritePipeline Pipeline(StorageOptions options, FakeStore? store = null, TimeSpan interval = default) => new(
        store ?? _store,
        options with { CommitInterval = interval },
        Sys,
        _clock,
        new StorageMetrics(_meters),
        NullLogger<WritePipeline>.Instance);

    private static StoreWrite.MarkRead Mark(string room, long seq) =>
        new StoreWrite.MarkRead(RoomId.Parse(room), UserId.Parse("u-1"), seq);

    private static long SeqOf(StoreWrite write) => ((StoreWrite.MarkRead)write).Seq;

    private static IEnumerable<long> SeqsOf(FakeStore.Call call) => call.Items.Select(item => SeqOf((StoreWrite)item));

    private static string RoomOf(FakeStore.Call call) => ((StoreWrite)call.Items[0]).LaneKey;

    private sealed record Heavy(int Bytes, long Seq) : StoreWrite
    {
        public override string LaneKey => "r-1";

        public override int Weight => Bytes;
    }
}
