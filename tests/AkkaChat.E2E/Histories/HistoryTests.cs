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
