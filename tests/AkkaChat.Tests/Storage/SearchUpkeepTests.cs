using System.Threading.Channels;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>When new terms are merged into the search index, and what comes of failures.</summary>
public sealed class SearchUpkeepTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ManualClock _clock = new();
    private readonly Channel<TaskCompletionSource> _merges = Channel.CreateUnbounded<TaskCompletionSource>();
    private readonly LevelLog<PostgresStore> _log = new();

    [Fact]
    public async Task What_a_node_before_left_behind_is_merged_after_a_while()
    {
        await using var upkeep = new SearchUpkeep(MergeAsync, _clock, _log);
        await PassAsync(SearchUpkeep.MaxWait - SearchUpkeep.Pace);
        Assert.Equal(0, _merges.Reader.Count);

        await PassAsync(SearchUpkeep.Pace);

        (await NextMergeAsync()).SetResult();
    }

    [Fact]
    public async Task Enough_is_merged_at_the_next_look()
    {
        await using var upkeep = new SearchUpkeep(MergeAsync, _clock, _log);
        upkeep.Wrote(Batch(SearchUpkeep.EnoughBytes));

        await PassAsync(SearchUpkeep.Pace);

        (await NextMergeAsync()).SetResult();
    }

    [Fact]
    public async Task A_little_waits_and_nothing_is_never_merged()
    {
        await using var upkeep = new SearchUpkeep(MergeAsync, _clock, _log);
        await PassAsync(SearchUpkeep.MaxWait);
        (await NextMergeAsync()).SetResult();
        await PassAsync(3 * SearchUpkeep.MaxWait);
        upkeep.Wrote([new StoreWrite.MarkRead(RoomId.Lobby, UserId.Parse("u-ann"), 1)]);
        await PassAsync(SearchUpkeep.MaxWait);
        Assert.Equal(0, _merges.Reader.Count);

        upkeep.Wrote(Batch(1));
        await PassAsync(SearchUpkeep.Pace);

        (await NextMergeAsync()).SetResult();
    }

    [Fact]
    public async Task A_failure_is_logged_once_and_tried_again_after_a_while()
    {
        await using var upkeep = new SearchUpkeep(MergeAsync, _clock, _log);
        for (var round = 0; round < 3; round++)
        {
            await PassAsync(SearchUpkeep.MaxWait);
            upkeep.Wrote(Batch(SearchUpkeep.EnoughBytes)); // no reason to hurry while it fails
            (await NextMergeAsync()).SetException(new StoreUnavailableException("The database is gone."));
        }

        await PassAsync(SearchUpkeep.MaxWait);
        (await NextMergeAsync()).SetResult();
        Assert.Equal([LogLevel.Warning], _log.Levels);
    }

    [Fact]
    public async Task A_merge_under_way_is_called_off_when_the_store_is_closed()
    {
        await using var upkeep = new SearchUpkeep(MergeAsync, _clock, _log);
        await PassAsync(SearchUpkeep.MaxWait);
        var merge = await NextMergeAsync();

        await upkeep.DisposeAsync();

        Assert.True(merge.Task.IsCanceled);
    }

    private async Task MergeAsync(CancellationToken stop)
    {
        var merge = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var called = stop.Register(() => merge.TrySetCanceled(stop));
        _merges.Writer.TryWrite(merge);
        await merge.Task;
    }

    private async Task<TaskCompletionSource> NextMergeAsync() => await _merges.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += SearchUpkeep.Pace)
        {
            await _clock.TimerAsync(SearchUpkeep.Pace);
            _clock.Advance(SearchUpkeep.Pace);
        }
    }

    private static StoreWrite[] Batch(long bytes)
    {
        var posted = new RoomEvent.MessageRecalled(7, 1, UserId.Parse("u-ann"), 3, ByAuthor: true);
        return [new StoreWrite.Append(RoomId.Lobby, [new EncodedEvent(posted, new byte[bytes])])];
    }
}
