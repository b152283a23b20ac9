using System.Diagnostics.Metrics;
using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

public sealed class SessionFeedsTests : IDisposable
{
    private const int MaxUnsentBytes = 64 * 1024;
    private const int MaxKept = 64;

    private readonly FakeSocket _socket = new();
    private readonly SocketWriter _writer;
    private readonly SessionFeeds _feeds;

    public SessionFeedsTests()
    {
        _writer = new SocketWriter(_socket, stream: null, MaxUnsentBytes);
        _feeds = new SessionFeeds(_writer, new SessionMetrics(new Meter("test")));
    }

    [Fact]
    public async Task Events_of_a_room_in_step_pass()
    {
        Attach(position: 5, lastSeq: 5);

        _feeds.OnEvents(Team, Frames(6, 2));

        await SentAsync(6, 7);
        Assert.Null(_feeds.NextRead());
    }

    [Fact]
    public async Task What_the_client_missed_is_read_and_comes_before_what_is_new()
    {
        Attach(position: 5, lastSeq: 8);
        Assert.Equal((Team, 5), _feeds.NextRead());
        _feeds.OnEvents(Team, Frames(9));
        Assert.False(_socket.HasMore);

        _feeds.OnPage(Team, Page(6, 3, lastSeq: 8));

        await SentAsync(6, 7, 8, 9);
        Assert.Null(_feeds.NextRead());
    }

    [Fact]
    public async Task A_room_that_has_caught_up_is_in_step()
    {
        Attach(position: 5, lastSeq: 6);
        _feeds.OnPage(Team, Page(6, 1, lastSeq: 6));

        _feeds.OnEvents(Team, Frames(7));

        await SentAsync(6, 7);
    }

    [Fact]
    public async Task A_page_that_reaches_into_what_is_kept_repeats_nothing()
    {
        Attach(position: 5, lastSeq: 8);
        _feeds.OnEvents(Team, Frames(9, 2));

        _feeds.OnPage(Team, Page(6, 4, lastSeq: 10));

        await SentAsync(6, 7, 8, 9, 10);
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task A_page_that_is_ahead_of_the_live_events_is_not_repeated_by_them()
    {
        Attach(position: 5, lastSeq: 8);
        _feeds.OnPage(Team, Page(6, 5, lastSeq: 10)); // 9 and 10 are committed and on their way

        _feeds.OnEvents(Team, Frames(9));
        _feeds.OnEvents(Team, Frames(10, 2));

        await SentAsync(6, 7, 8, 9, 10, 11);
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task A_list_that_is_ahead_of_the_live_events_is_not_repeated_by_them()
    {
        Attach(position: 10, lastSeq: 8);

        _feeds.OnEvents(Team, Frames(9, 2));
        _feeds.OnEvents(Team, Frames(11));

        await SentAsync(11);
    }

    [Fact]
    public async Task A_gap_that_is_ahead_of_the_live_events_is_not_repeated_by_them()
    {
        Attach(position: 0, lastSeq: Limits.MaxResumeEvents);
        _feeds.OnPage(Team, Page(1, 10, lastSeq: Limits.MaxResumeEvents + 1));
        await GapAsync(after: 0, lastSeq: Limits.MaxResumeEvents + 1);

        _feeds.OnEvents(Team, Frames(Limits.MaxResumeEvents + 1, 2));

        await SentAsync(Limits.MaxResumeEvents + 2);
    }

    [Fact]
    public async Task A_part_of_what_is_missing_is_followed_by_the_rest()
    {
        Attach(position: 5, lastSeq: 9);
        Assert.Equal((Team, 5), _feeds.NextRead());

        _feeds.OnPage(Team, Page(6, 2, lastSeq: 9));

        Assert.Equal((Team, 7), _feeds.NextRead());
        _feeds.OnPage(Team, Page(8, 2, lastSeq: 9));
        await SentAsync(6, 7, 8, 9);
    }

    [Fact]
    public async Task As_much_as_is_kept_joins()
    {
        Attach(position: 5, lastSeq: 6);
        _feeds.NextRead();
        _feeds.OnEvents(Team, Frames(7, MaxKept));

        _feeds.OnPage(Team, Page(6, 1, lastSeq: 6));

        await SentAsync(Seqs(6, MaxKept + 1));
        Assert.Null(_feeds.NextRead());
    }

    [Fact]
    public async Task One_more_than_is_kept_is_read_again()
    {
        Attach(position: 5, lastSeq: 6);
        _feeds.NextRead();
        _feeds.OnEvents(Team, Frames(7, MaxKept + 1));

        _feeds.OnPage(Team, Page(6, 1, lastSeq: 6));
        await SentAsync(6);
        Assert.Equal((Team, 6), _feeds.NextRead());
        _feeds.OnPage(Team, Page(7, MaxKept + 1, lastSeq: 7 + MaxKept));

        await SentAsync(Seqs(7, MaxKept + 1));
    }

    [Fact]
    public async Task More_bytes_than_are_kept_are_read_again()
    {
        Attach(position: 5, lastSeq: 6);
        _feeds.NextRead();
        _feeds.OnEvents(Team, [Frame(7, padding: 64 * 1024)]);

        _feeds.OnPage(Team, Page(6, 1, lastSeq: 6));

        await SentAsync(6);
        Assert.Equal((Team, 6), _feeds.NextRead());
    }

    [Fact]
    public void As_much_as_may_be_resumed_is_read()
    {
        Attach(position: 0, lastSeq: Limits.MaxResumeEvents);

        Assert.Equal((Team, 0), _feeds.NextRead());
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task One_more_than_may_be_resumed_is_a_gap()
    {
        Attach(position: 0, lastSeq: Limits.MaxResumeEvents + 1);

        await GapAsync(after: 0, lastSeq: Limits.MaxResumeEvents + 1);
        Assert.Null(_feeds.NextRead());
    }

    [Fact]
    public async Task After_a_gap_new_events_pass()
    {
        Attach(position: 0, lastSeq: 1_000);
        await GapAsync(after: 0, lastSeq: 1_000);

        _feeds.OnEvents(Team, Frames(1_001));

        await SentAsync(1_001);
    }

    [Fact]
    public async Task A_client_that_is_slow_gets_a_gap_from_the_first_dropped_event_to_the_last()
    {
        Attach(position: 5, lastSeq: 5);
        Block();

        _feeds.OnEvents(Team, Frames(7, 2));
        _feeds.OnEvents(Team, Frames(9, 3));
        await UnblockAsync();
        _feeds.TellGaps();

        await GapAsync(after: 6, lastSeq: 11);
    }

    [Fact]
    public async Task After_the_gap_of_a_slow_client_new_events_pass()
    {
        Attach(position: 5, lastSeq: 5);
        Block();
        _feeds.OnEvents(Team, Frames(7));
        await UnblockAsync();
        _feeds.OnEvents(Team, Frames(8)); // the gap is not told yet: this belongs to it

        _feeds.TellGaps();
        _feeds.OnEvents(Team, Frames(9));

        await GapAsync(after: 6, lastSeq: 8);
        await SentAsync(9);
    }

    [Fact]
    public async Task A_room_is_not_read_for_a_client_that_is_slow()
    {
        _feeds.Expect(Other, 0);
        _feeds.OnAttached(Other, 5);
        Attach(position: 5, lastSeq: 5);
        Block();

        Assert.Null(_feeds.NextRead());
        await UnblockAsync();

        Assert.Equal((Other, 0), _feeds.NextRead());
    }

    [Fact]
    public void A_gap_is_not_told_while_the_client_is_slow()
    {
        Attach(position: 5, lastSeq: 5);
        Block();
        _feeds.OnEvents(Team, Frames(7));

        var unsent = _writer.UnsentBytes;
        _feeds.TellGaps();

        Assert.Equal(unsent, _writer.UnsentBytes);
    }

    [Fact]
    public async Task Events_kept_for_a_client_that_became_slow_are_a_gap()
    {
        _feeds.Expect(Other, 0);
        _feeds.OnAttached(Other, 1);
        _feeds.OnEvents(Other, Frames(2));
        Attach(position: 5, lastSeq: 5);
        Block();

        _feeds.OnPage(Other, Page(1, 1, lastSeq: 1));
        await UnblockAsync();
        _feeds.TellGaps();

        await SentAsync(1);
        await GapAsync(after: 1, lastSeq: 2, Other);
    }

    [Fact]
    public void A_room_that_the_user_left_is_read_no_more()
    {
        Attach(position: 5, lastSeq: 8);

        _feeds.Forget(Team);
        _feeds.OnPage(Team, Page(6, 3, lastSeq: 8));

        Assert.Null(_feeds.NextRead());
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task A_room_that_the_user_left_has_no_gap()
    {
        Attach(position: 5, lastSeq: 5);
        Block();
        _feeds.OnEvents(Team, Frames(7));

        _feeds.Forget(Team);
        await UnblockAsync();
        _feeds.TellGaps();

        Assert.False(_socket.HasMore);
    }

    [Fact]
    public void A_room_that_could_not_be_read_is_read_again()
    {
        Attach(position: 5, lastSeq: 8);
        _feeds.NextRead();

        _feeds.OnReadFailed(Team);

        Assert.Equal((Team, 5), _feeds.NextRead());
    }

    [Fact]
    public async Task A_store_that_has_nothing_more_puts_the_room_in_step()
    {
        Attach(position: 5, lastSeq: 8);
        _feeds.NextRead();

        _feeds.OnPage(Team, new EventPage([], More: false, LastSeq: 5));
        _feeds.OnEvents(Team, Frames(9));

        await SentAsync(9);
    }

    public void Dispose() => _socket.Dispose();

    private static EventPage Page(long first, int count, long lastSeq) =>
        new(Frames(first, count), first + count - 1 < lastSeq, lastSeq);

    private static long[] Seqs(long first, int count) => [.. Enumerable.Range(0, count).Select(i => first + i)];

    private void Attach(long position, long lastSeq)
    {
        _feeds.Expect(Team, position);
        _feeds.OnAttached(Team, lastSeq);
    }

    // Seq 6 fills the queue.
    private void Block()
    {
        _socket.StopReading();
        _feeds.OnEvents(Team, [Frame(6, padding: MaxUnsentBytes)]);
        Assert.False(_writer.HasRoom);
    }

    private async Task UnblockAsync()
    {
        var calm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.WhenCalm(calm.SetResult);
        _socket.ReadOn();
        await calm.Task;
        await SentAsync(6);
    }

    private async Task SentAsync(params long[] seqs)
    {
        foreach (var seq in seqs)
        {
            Assert.Equal(seq, (await _socket.NextAsync("event")).GetProperty("seq").GetInt64());
        }
    }

    private async Task GapAsync(long after, long lastSeq, RoomId? room = null)
    {
        var gap = await _socket.NextTextAsync();
        Assert.Equal(Encoding.UTF8.GetString(Pushes.Gap(room ?? Team, after, lastSeq)), gap);
    }
}
