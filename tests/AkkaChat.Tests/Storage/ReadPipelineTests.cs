using System.Diagnostics.Metrics;
using Akka.TestKit.Xunit2;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Storage;

public sealed class ReadPipelineTests : TestKit
{
    private readonly ManualClock _clock = new();
    private readonly FakeStore _store = new();

    [Fact]
    public async Task A_storm_of_reads_becomes_a_few_calls_and_everyone_gets_their_own_answer()
    {
        var pipeline = Pipeline(new StorageOptions { MaxBatchReads = 100 });

        var heads = Enumerable.Range(0, 1_000).Select(number => pipeline.LoadHeadAsync(Room(number), CancellationToken.None)).ToList();
        var calls = 0;
        for (var seen = 0; seen < heads.Count; calls++)
        {
            var call = await _store.NextCallAsync();
            Assert.InRange(call.Items.Count, 1, 100);
            seen += call.Items.Count;
            call.Answer();
        }

        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => (long)number), await Task.WhenAll(heads));
        Assert.InRange(calls, 10, 40);
    }

    [Fact]
    public async Task Two_calls_are_under_way_at_once()
    {
        var pipeline = Pipeline(new StorageOptions());
        var first = pipeline.LoadHeadAsync(Room(1), CancellationToken.None);
        var slow = await _store.NextCallAsync();
        var second = pipeline.LoadHeadAsync(Room(2), CancellationToken.None);

        (await _store.NextCallAsync()).Answer();

        Assert.Equal(2, await second);
        Assert.False(first.IsCompleted);
        slow.Answer();
        Assert.Equal(1, await first);
    }

    [Fact]
    public async Task Rooms_and_lists_are_read_too()
    {
        var pipeline = Pipeline(new StorageOptions());

        var room = pipeline.LoadRoomAsync(Room(1), CancellationToken.None);
        (await _store.NextCallAsync()).Answer();
        var list = pipeline.ListConversationsAsync(
            new ConversationQuery(UserId.Parse("u-1"), null, 10), CancellationToken.None);
        (await _store.NextCallAsync()).Answer();

        Assert.Null(await room);
        Assert.Equal("u-1", (await list).Cursor);
    }

    [Fact]
    public async Task A_made_up_cursor_never_reaches_a_batch()
    {
        var pipeline = Pipeline(new StorageOptions());

        await Assert.ThrowsAsync<InvalidCursorException>(() => pipeline.ListConversationsAsync(
            new ConversationQuery(UserId.Parse("u-1"), "!", 10), CancellationToken.None));

        Assert.False(_store.HasCall);
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        var pipeline = Pipeline(new StorageOptions { ReadQueueCapacity = 2, MaxBatchReads = 1 });

        var reads = Enumerable.Range(0, 20).Select(number => pipeline.LoadHeadAsync(Room(number), CancellationToken.None)).ToList();

        // The pump may take some out of the queue meanwhile, so which ones are refused is open.
        var refused = reads.Where(read => read.IsFaulted).ToList();
        Assert.InRange(refused.Count, 12, 18);
        Assert.All(refused, read => Assert.IsType<StoreUnavailableException>(read.Exception?.InnerException));
    }

    [Fact]
    public async Task When_the_store_is_down_its_readers_are_told_and_the_next_are_served()
    {
        var pipeline = Pipeline(new StorageOptions());
        var bad = pipeline.LoadHeadAsync(Room(1), CancellationToken.None);
        (await _store.NextCallAsync()).Fail(new StoreUnavailableException("down"));
        await Task.WhenAny(bad);
        Assert.IsType<StoreUnavailableException>(bad.Exception?.InnerException);

        var good = pipeline.LoadHeadAsync(Room(2), CancellationToken.None);
        (await _store.NextCallAsync()).Answer();

        Assert.Equal(2, await good);
    }

    [Fact]
    public async Task A_read_that_can_not_be_done_does_not_fail_the_others_of_its_batch()
    {
        var pipeline = Pipeline(new StorageOptions());
        var blockers = new[] { await BlockAsync(pipeline, 98), await BlockAsync(pipeline, 99) };
        var reads = Enumerable.Range(0, 20).Select(number => pipeline.LoadHeadAsync(Room(number), CancellationToken.None)).ToList();
        Array.ForEach(blockers, call => call.Answer());

        var served = 0;
        while (served < 20)
        {
            var call = await _store.NextCallAsync();
            var isBad = call.Items.Contains(Room(7));
            served += isBad && call.Items.Count > 1 ? 0 : call.Items.Count;
            (isBad ? () => call.Fail(new FormatException("a defect")) : (Action)call.Answer)();
        }

        await Task.WhenAny(Task.WhenAll(reads));
        Assert.IsType<FormatException>(reads[7].Exception?.InnerException);
        Assert.Equal(19, reads.Count(read => read.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up()
    {
        var options = new StorageOptions();
        var pipeline = Pipeline(options);
        var read = pipeline.LoadHeadAsync(Room(1), CancellationToken.None);
        await _store.NextCallAsync();

        _clock.Advance(options.ReadTimeout);

        await Task.WhenAny(read);
        Assert.IsType<StoreUnavailableException>(read.Exception?.InnerException);
    }

    [Fact]
    public async Task Who_gave_up_waiting_is_not_read_for()
    {
        var pipeline = Pipeline(new StorageOptions());
        var blockers = new[] { await BlockAsync(pipeline, 8), await BlockAsync(pipeline, 9) };
        using var stop = new CancellationTokenSource();
        var given = pipeline.LoadHeadAsync(Room(1), stop.Token);
        var kept = pipeline.LoadHeadAsync(Room(2), CancellationToken.None);

        await stop.CancelAsync();
        Array.ForEach(blockers, call => call.Answer());
        var call = await _store.NextCallAsync();
        call.Answer();

        Assert.Equal(Room(2), Assert.Single(call.Items));
        Assert.Equal(2, await kept);
        Assert.True(given.IsCanceled);
    }

    [Fact]
    public async Task Closing_waits_for_what_was_taken_and_takes_no_more()
    {
        var pipeline = Pipeline(new StorageOptions());
        var read = pipeline.LoadHeadAsync(Room(1), CancellationToken.None);
        var call = await _store.NextCallAsync();

        var closed = pipeline.CompleteAsync(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => pipeline.LoadHeadAsync(Room(2), CancellationToken.None));
        call.Answer();
        await closed;

        Assert.Equal(1, await read);
    }

    private async Task<FakeStore.Call> BlockAsync(ReadPipeline pipeline, int number)
    {
        _ = pipeline.LoadHeadAsync(Room(number), CancellationToken.None);
        return await _store.NextCallAsync();
    }

    private ReadPipeline Pipeline(StorageOptions options) => new(
        _store,
        options,
        Sys,
        _clock,
        new StorageMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>()),
        NullLogger<ReadPipeline>.Instance);

    private static RoomId Room(int number) => RoomId.Parse($"r-{number}");
}
