using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Histories;

/// <summary>The checker must be able to find what it looks for.</summary>
public sealed class HistoryTests
{
    private const string Room = "r";

    [Fact]
    public void A_sound_history_breaks_nothing() => Assert.Empty(Sound().Check());

    [Fact]
    public void An_announced_gap_breaks_nothing()
    {
        var history = Sound();

        history.OnStart("slow", Room, 1);
        history.OnGap("slow", Room, 1, 3);

        Assert.Empty(history.Check());
    }

    [Fact]
    public void An_acked_message_that_is_gone_is_found()
    {
        var history = Sound();

        history.OnSent(Room, "ann", "k9", "lost");
        history.OnAcked(Room, "ann", "k9", 4);

        AssertBreaks(Promise.AckedIsKept, history);
    }

    [Fact]
    public void An_acked_message_at_another_place_is_found()
    {
        var history = Sound();

        history.OnSent(Room, "bob", "k1", "moved");
        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2"), new(4, "bob", "k1", "moved")]);
        Follow(history, new LogEntry(4, "bob", "k1", "moved"));
        history.OnAcked(Room, "bob", "k1", 5);

        AssertBreaks(Promise.AckedIsKept, history);
    }

    [Fact]
    public void A_key_that_is_there_twice_is_found()
    {
        var history = Sound();

        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2"), Ann(4, "k2")]);
        Follow(history, Ann(4, "k2"));

        AssertBreaks(Promise.OncePerKey, history);
    }

    [Fact]
    public void Two_answers_for_one_key_are_found()
    {
        var history = Sound();

        history.OnAcked(Room, "ann", "k1", 3);

        Assert.Contains(history.Check(), violation => violation.Promise == Promise.OneAnswer);
    }

    [Theory]
    [InlineData("ann", "k9", "never sent")]
    [InlineData("eve", "k1", "text of k1")]
    public void What_nobody_sent_is_found(string sender, string key, string text)
    {
        var history = Sound();

        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2"), new(4, sender, key, text)]);
        Follow(history, new LogEntry(4, sender, key, text));

        AssertBreaks(Promise.NothingInvented, history);
    }

    [Fact]
    public void A_text_that_was_changed_is_found()
    {
        var history = Sound();

        history.OnLog(Room, [Created, Ann(2, "k1"), new(3, "ann", "k2", "another text")]);

        Assert.Contains(history.Check(), violation => violation.Promise == Promise.NothingInvented);
    }

    [Fact]
    public void A_false_no_is_found()
    {
        var history = Sound();

        history.OnRefused(Room, "ann", "k2");

        AssertBreaks(Promise.NoFalseNo, history);
    }

    [Fact]
    public void A_hole_in_the_log_is_found()
    {
        var history = Sound();

        history.OnSent(Room, "ann", "k3", "text of k3");
        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2"), Ann(5, "k3")]);
        history.OnStart("reader", Room, 5);

        AssertBreaks(Promise.NoHole, history);
    }

    [Fact]
    public void Two_readers_with_two_orders_are_found()
    {
        var history = Sound();

        history.OnStart("other", Room, 1);
        history.OnSeen("other", Room, Ann(2, "k2"));
        history.OnSeen("other", Room, Ann(3, "k1"));

        AssertBreaks(Promise.OneOrder, history);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void A_step_that_is_not_one_is_found(long seq)
    {
        var history = Sound();

        history.OnStart("other", Room, 1);
        history.OnSeen("other", Room, seq == 1 ? Created : Ann(3, "k2"));
        history.OnGap("other", Room, seq, 3);

        AssertBreaks(Promise.NoSilentGap, history);
    }

    [Fact]
    public void A_reader_that_never_comes_to_the_end_is_found()
    {
        var history = Sound();

        history.OnStart("other", Room, 1);
        history.OnSeen("other", Room, Ann(2, "k1"));

        AssertBreaks(Promise.ReachesTheEnd, history);
    }

    [Fact]
    public void What_was_sent_first_and_came_later_is_found()
    {
        var history = new History();

        history.OnSent(Room, "ann", "k2", "text of k2");
        history.OnSent(Room, "ann", "k1", "text of k1");
        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2")]);

        AssertBreaks(Promise.SessionOrder, history);
    }

    [Fact]
    public void An_order_over_two_connections_breaks_nothing()
    {
        var history = Sound();

        history.OnSent(Room, "bob", "k2", "b", "first");
        history.OnSent(Room, "bob", "k1", "a", "second");
        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2"), new(4, "bob", "k1", "a"), new(5, "bob", "k2", "b")]);
        Follow(history, new LogEntry(4, "bob", "k1", "a"));
        Follow(history, new LogEntry(5, "bob", "k2", "b"));

        Assert.Empty(history.Check());
    }

    [Fact]
    public void A_message_that_was_sent_again_may_come_after_the_next_one()
    {
        var history = Sound();

        history.OnSent(Room, "bob", "k1", "a");
        history.OnSent(Room, "bob", "k2", "b");
        history.OnSent(Room, "bob", "k1", "a");
        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2"), new(4, "bob", "k2", "b"), new(5, "bob", "k1", "a")]);
        Follow(history, new LogEntry(4, "bob", "k2", "b"));
        Follow(history, new LogEntry(5, "bob", "k1", "a"));

        Assert.Empty(history.Check());
    }

    [Fact]
    public void What_came_before_what_was_known_is_found()
    {
        var history = new History();

        history.OnSent(Room, "ann", "k2", "text of k2");
        history.OnAcked(Room, "ann", "k2", 3);
        history.OnSent(Room, "bob", "k1", "late");
        history.OnLog(Room, [Created, new(2, "bob", "k1", "late"), Ann(3, "k2")]);

        AssertBreaks(Promise.RealTimeOrder, history);
    }

    [Fact]
    public void What_was_shown_and_is_gone_is_found()
    {
        var history = Sound();

        Follow(history, Ann(4, "k9"));

        AssertBreaks(Promise.ShownIsKept, history);
    }

    [Fact]
    public void An_ack_in_a_room_without_a_log_is_found()
    {
        var history = Sound();

        history.OnAcked("gone", "ann", "k1", 2);

        AssertBreaks(Promise.AckedIsKept, history);
    }

    [Fact]
    public void A_time_that_goes_back_is_found()
    {
        var history = new History();

        history.OnLog(Room, [Created with { Time = 8 }, Created with { Seq = 2, Time = 7 }]);

        AssertBreaks(Promise.TimeGoesOn, history);
    }

    [Fact]
    public void A_history_that_lacks_the_end_is_found()
    {
        var history = Sound();

        history.OnRead("ann", Room, [Created, Ann(2, "k1")]);

        AssertBreaks(Promise.OneOrder, history);
    }

    [Fact]
    public void A_history_of_another_time_is_found()
    {
        var history = Sound();

        history.OnRead("ann", Room, [Created, Ann(2, "k1"), Ann(3, "k2") with { Time = 1 }]);

        AssertBreaks(Promise.OneOrder, history);
    }

    [Fact]
    public void A_read_mark_that_goes_back_is_found()
    {
        var history = Sound();

        history.OnMarked("bob", "answer", Room, "ann", 3);
        history.OnMarked("bob", "push", Room, "ann", 2);
        Assert.Empty(history.Check());
        history.OnMarked("bob", "answer", Room, "ann", 2);

        AssertBreaks(Promise.MarksOnlyRise, history);
    }

    [Fact]
    public void An_outage_is_the_time_in_which_somebody_waited_and_nothing_was_acked()
    {
        var now = TimeSpan.Zero;
        var history = new History(() => now);
        At(1, () => history.OnSent(Room, "ann", "k1", "a"));
        At(3, () => history.OnAcked(Room, "ann", "k1", 1));
        At(20, () => history.OnSent(Room, "ann", "k2", "b"));
        At(21, () => history.OnSent(Room, "bob", "k1", "b"));
        At(22, () => history.OnSent(Room, "ann", "k2", "b"));
        At(25, () => history.OnAcked(Room, "bob", "k1", 2));
        At(29, () => history.OnAcked(Room, "ann", "k2", 3));
        At(30, () => history.OnAcked(Room, "ann", "k2", 3));
        At(90, () => history.OnSeen("bob", Room, Ann(3, "k2")));

        Assert.Equal(TimeSpan.FromSeconds(5), history.Outages()[Room]);
        Assert.Equal(TimeSpan.FromSeconds(9), history.LongestWait);

        At(100, () => history.OnSent(Room, "ann", "k3", "c"));
        At(107, () => history.OnFault("the end"));
        At(108, () => history.OnSeen("bob", Room, Ann(4, "k3")));
        Assert.Equal(TimeSpan.FromSeconds(8), history.Outages()[Room]);

        void At(int seconds, Action step)
        {
            now = TimeSpan.FromSeconds(seconds);
            step();
        }
    }

    [Fact]
    public async Task A_history_is_saved_line_by_line()
    {
        using var place = new TempDirectory();
        var path = Path.Combine(place.FullPath, "histories", "h.jsonl");

        await Sound().SaveAsync(path);

        var lines = await File.ReadAllLinesAsync(path);
        Assert.Equal(Sound().All.Count, lines.Length);
        Assert.Contains("\"Step\":\"Acked\"", lines[3], StringComparison.Ordinal);
    }

    private static LogEntry Created => new(1, "ann", null, null);

    private static LogEntry Ann(long seq, string key) => new(seq, "ann", key, $"text of {key}");

    private static void AssertBreaks(Promise promise, History history)
    {
        var found = history.Check();

        Assert.NotEmpty(found);
        Assert.All(found, violation => Assert.Equal(promise, violation.Promise));
    }

    private static void Follow(History history, LogEntry entry) => history.OnSeen("reader", Room, entry);

    private static History Sound()
    {
        var history = new History();
        history.OnStart("reader", Room, 0);
        history.OnSeen("reader", Room, Created);
        foreach (var (key, seq) in new[] { ("k1", 2L), ("k2", 3L) })
        {
            history.OnSent(Room, "ann", key, $"text of {key}");
            history.OnAcked(Room, "ann", key, seq);
            history.OnSeen("reader", Room, Ann(seq, key));
        }

        history.OnAcked(Room, "ann", "k1", 2);
        history.OnLog(Room, [Created, Ann(2, "k1"), Ann(3, "k2")]);
        return history;
    }
}
