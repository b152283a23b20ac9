using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Reading a log: pages both ways, folding, recalls, and who may read.</summary>
public abstract class HistorySuite : ChatStoreSuite
{
    private protected HistorySuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task Pages_go_back_from_the_end_without_gap_or_overlap()
    {
        var log = await FilledRoomAsync(messages: 8);

        var newest = await EventsAsync(log.Room, limit: 4);
        var middle = await EventsAsync(log.Room, before: 7, limit: 4);
        var oldest = await EventsAsync(log.Room, before: 3, limit: 4);

        Assert.Equal([7, 8, 9, 10], Seqs(newest));
        Assert.Equal([3, 4, 5, 6], Seqs(middle));
        Assert.Equal([1, 2], Seqs(oldest));
        Assert.Equal((true, true, false), (newest.More, middle.More, oldest.More));
    }

    [Fact]
    public async Task Pages_go_forward_from_a_cursor_without_gap_or_overlap()
    {
        var log = await FilledRoomAsync(messages: 8);

        var first = await EventsAsync(log.Room, after: 2, limit: 4);
        var second = await EventsAsync(log.Room, after: 6, limit: 4);
        var end = await EventsAsync(log.Room, after: 10, limit: 4);

        Assert.Equal([3, 4, 5, 6], Seqs(first));
        Assert.Equal([7, 8, 9, 10], Seqs(second));
        Assert.Empty(end.Events);
        Assert.Equal((true, false, false), (first.More, second.More, end.More));
        Assert.Equal(10, end.LastSeq);
    }

    [Fact]
    public async Task A_page_stops_before_its_bytes_run_out_but_holds_at_least_one_event()
    {
        var log = await FilledRoomAsync(messages: 8);
        var all = await EventsAsync(log.Room, after: 2);
        var three = all.Events.Take(3).Sum(stored => stored.Frame.Length);

        Assert.Equal([3, 4, 5], Seqs(await EventsAsync(log.Room, after: 2, maxBytes: three)));
        Assert.Equal([3, 4], Seqs(await EventsAsync(log.Room, after: 2, maxBytes: three - 1)));
        var single = await EventsAsync(log.Room, maxBytes: 1);
        Assert.Equal([10], Seqs(single));
        Assert.True(single.More);
    }

    [Fact]
    public async Task Only_members_read()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.PostAsync(Ann, "hello");
        await log.CommitAsync(log.Gone(Bob));

        Assert.NotEmpty((await EventsAsync(log.Room, reader: Ann)).Events);
        Assert.Null(await ReadAsAsync(log.Room, Bob));
        Assert.Null(await ReadAsAsync(log.Room, Cid));
        Assert.Null(await ReadAsAsync(RoomId.Parse("r-none"), Ann));
    }

    [Fact]
    public async Task The_server_reads_an_unknown_room_as_empty()
    {
        var page = await EventsAsync(RoomId.Parse("r-none"));

        Assert.Empty(page.Events);
        Assert.Equal(0, page.LastSeq);
    }

    [Fact]
    public async Task History_shows_the_newest_edit_and_a_resume_shows_what_was_appended()
    {
        var log = await RoomAsync("r-1", Ann);
        var seq = await log.PostAsync(Ann, "one");
        await log.CommitAsync(log.Edited(Ann, seq, 2, "two"));
        await log.CommitAsync(log.Edited(Ann, seq, 3, "three"));

        var folded = await EventsAsync(log.Room, after: seq - 1);
        var appended = await EventsAsync(log.Room, after: seq - 1, folded: false);

        Assert.Equal(["three", "two", "three"], folded.Events.Select(stored => TextOf(stored.Frame)));
        Assert.Equal(3, Json(folded.Events[0].Frame).GetProperty("version").GetInt32());
        Assert.Equal(["one", "two", "three"], appended.Events.Select(stored => TextOf(stored.Frame)));
        Assert.False(Json(appended.Events[0].Frame).TryGetProperty("version", out _));
    }

    [Fact]
    public async Task A_recall_erases_the_message_and_its_edits_wherever_they_are_read()
    {
        var log = await RoomAsync("r-1", Ann);
        var seq = await log.PostAsync(Ann, "secret one");
        var other = await log.PostAsync(Ann, "stays");
        await log.CommitAsync(log.Edited(Ann, seq, 2, "secret two"));
        await log.CommitAsync(log.Edited(Ann, other, 2, "stays too"));
        await log.CommitAsync(log.Recalled(Ann, seq));

        foreach (var folded in new[] { true, false })
        {
            var page = await EventsAsync(log.Room, folded: folded);
            Assert.Equal(7, page.Events.Count);
            var message = Json(page.Events[2].Frame);
            Assert.True(message.GetProperty("recalled").GetBoolean());
            Assert.Equal("message", message.GetProperty("kind").GetString());
            Assert.False(message.TryGetProperty("content", out _));
            Assert.True(Json(page.Events[4].Frame).GetProperty("recalled").GetBoolean());
            Assert.Equal("stays too", TextOf(page.Events[5].Frame));
            Assert.DoesNotContain(page.Events, stored => Json(stored.Frame).GetRawText().Contains("secret"));
        }
    }

    [Fact]
    public async Task An_edit_after_a_recall_says_nothing()
    {
        var log = await RoomAsync("r-1", Ann);
        var seq = await log.PostAsync(Ann, "one");
        await log.CommitAsync(log.Recalled(Ann, seq));
        await log.CommitAsync(log.Edited(Ann, seq, 2, "back again"));
        await log.CommitAsync(log.Recalled(Ann, seq));

        var page = await EventsAsync(log.Room, folded: false);

        Assert.DoesNotContain(page.Events, stored => Json(stored.Frame).GetRawText().Contains("back again"));
        Assert.Equal(4, (await Store.FindMessageAsync(log.Room, seq, CancellationToken.None))!.RecallSeq);
    }

    [Fact]
    public async Task A_change_of_something_that_is_no_message_is_refused()
    {
        var log = await RoomAsync("r-1", Ann);

        Assert.Equal(new StoreOutcome.Conflict(2), await log.Copy().AppendAsync(log.Copy().Edited(Ann, 1, 2, "x")));
        Assert.Equal(new StoreOutcome.Conflict(2), await log.Copy().AppendAsync(log.Copy().Recalled(Ann, 9)));
    }

    [Fact]
    public async Task An_event_says_who_is_out_of_the_room_by_it()
    {
        var log = await RoomAsync("r-1", Ann, Bob, Cid);
        await log.CommitAsync(log.Gone(Bob));
        await log.CommitAsync(log.Gone(Cid, MemberChange.Removed));
        await log.CommitAsync(log.Joined(Bob));

        var page = await EventsAsync(log.Room, after: 3);

        Assert.Equal([null, Bob, Cid, null], page.Events.Select(stored => stored.Gone));
    }

    private async Task<LogWriter> FilledRoomAsync(int messages)
    {
        var log = await RoomAsync("r-1", Ann);
        for (var number = 0; number < messages; number++)
        {
            await log.PostAsync(Ann, $"message {number}");
        }

        return log;
    }

    private Task<EventPage?> ReadAsAsync(RoomId room, UserId reader) => Store.ReadEventsAsync(
        new EventQuery(room, reader, null, null, 100, int.MaxValue, Folded: true), CancellationToken.None);

    private static IEnumerable<long> Seqs(EventPage page) => page.Events.Select(stored => stored.Seq);
}
