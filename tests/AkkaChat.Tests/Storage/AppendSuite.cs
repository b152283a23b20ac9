using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Appending: one order, no hole, no repeat, no key twice.</summary>
public abstract class AppendSuite : ChatStoreSuite
{
    private protected AppendSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task A_run_is_stored_in_order_without_holes()
    {
        var log = await RoomAsync("r-1", Ann, Bob);

        var outcome = await log.AppendAsync(log.Posted(Ann, "one"), log.Posted(Bob, "two"), log.Posted(Ann, "three"));

        Assert.IsType<StoreOutcome.Committed>(outcome);
        var page = await EventsAsync(log.Room);
        Assert.Equal([1, 2, 3, 4, 5, 6], page.Events.Select(stored => stored.Seq));
        Assert.Equal(6, page.LastSeq);
    }

    [Fact]
    public async Task An_event_reads_back_as_the_frame_that_was_sent()
    {
        var log = await RoomAsync("r-1", Ann);
        var posted = log.Posted(Ann, "嗨 \"quoted\" 👍", "c-77");

        await log.AppendAsync(posted);

        var page = await EventsAsync(log.Room, after: log.Seq - 1);
        var sent = EventCodec.EncodeFrame(log.Room, EventHeader.Of(posted.Event), posted.Body);
        Assert.Equal(sent, Assert.Single(page.Events).Frame.ToArray());
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_told_the_newest_seq()
    {
        var log = await RoomAsync("r-1", Ann);
        var stale = log.Copy();
        await log.PostAsync(Ann, "first");

        var outcome = await stale.AppendAsync(stale.Posted(Ann, "second", "c-other"));

        Assert.Equal(new StoreOutcome.Conflict(3), outcome);
        Assert.Equal(3, (await EventsAsync(log.Room)).LastSeq);
    }

    [Fact]
    public async Task A_writer_that_is_ahead_is_refused()
    {
        var log = await RoomAsync("r-1", Ann);
        log.Posted(Ann, "never written");

        Assert.Equal(new StoreOutcome.Conflict(2), await log.AppendAsync(log.Posted(Ann, "next")));
    }

    [Fact]
    public async Task A_room_begins_once()
    {
        var log = await RoomAsync("r-1", Ann);
        var second = Log("r-1");

        Assert.Equal(new StoreOutcome.Conflict(2), await second.AppendAsync(second.Created(Bob, "Other")));
        Assert.Equal("Team", (await ViewAsync(log.Room, Ann)).Name);
    }

    [Fact]
    public async Task A_room_that_never_began_takes_no_message()
    {
        var log = Log("r-none");
        log.Created(Ann);

        Assert.Equal(new StoreOutcome.Conflict(0), await log.AppendAsync(log.Posted(Ann, "hello")));
        Assert.Equal([0L], await Store.LoadHeadsAsync([log.Room], CancellationToken.None));
    }

    [Fact]
    public void A_broken_run_can_not_be_made()
    {
        var log = Log("r-1");
        var created = log.Created(Ann);
        log.Posted(Ann, "left out");
        var third = log.Posted(Ann, "third");

        Assert.Throws<ArgumentException>(() => log.Run());
        Assert.Throws<ArgumentException>(() => log.Run(created, third));
        Assert.Throws<ArgumentException>(() => log.Run(third, third));
        Assert.Throws<ArgumentException>(() => log.Run(new EncodedEvent(third.Event with { Seq = 1 }, third.Body)));
    }

    [Fact]
    public async Task Runs_of_one_room_in_one_batch_apply_in_order()
    {
        var log = await RoomAsync("r-1", Ann);
        var first = log.Run(log.Posted(Ann, "one"));
        var second = log.Run(log.Posted(Ann, "two"), log.Posted(Ann, "three"));

        var outcomes = await Store.WriteAsync([first, second], CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.IsType<StoreOutcome.Committed>(outcome));
        Assert.Equal(5, (await EventsAsync(log.Room)).LastSeq);
    }

    [Fact]
    public async Task Behind_a_refused_run_the_next_of_the_same_room_is_a_conflict()
    {
        var log = await RoomAsync("r-1", Ann);
        await log.PostAsync(Ann, "one", "c-known");
        var known = log.Run(log.Posted(Ann, "one", "c-known"));
        var behind = log.Run(log.Posted(Ann, "two", "c-known"));

        var outcomes = await Store.WriteAsync([known, behind], CancellationToken.None);

        Assert.IsType<StoreOutcome.KnownKeys>(outcomes[0]);
        Assert.Equal(new StoreOutcome.Conflict(3), outcomes[1]);
        Assert.Equal(3, (await EventsAsync(log.Room)).LastSeq);
    }

    [Fact]
    public async Task One_rooms_conflict_leaves_the_others_of_the_batch_alone()
    {
        var good = await RoomAsync("r-good", Ann);
        var bad = await RoomAsync("r-bad", Ann);
        bad.Posted(Ann, "lost");

        var outcomes = await Store.WriteAsync(
            [good.Run(good.Posted(Ann, "a")), bad.Run(bad.Posted(Ann, "b")), good.Run(good.Posted(Ann, "c"))],
            CancellationToken.None);

        Assert.IsType<StoreOutcome.Committed>(outcomes[0]);
        Assert.Equal(new StoreOutcome.Conflict(2), outcomes[1]);
        Assert.IsType<StoreOutcome.Committed>(outcomes[2]);
        Assert.Equal(4, (await EventsAsync(good.Room)).LastSeq);
    }

    [Fact]
    public async Task A_run_that_can_not_be_written_is_refused_and_the_others_of_the_batch_are_not()
    {
        var good = await RoomAsync("r-good", Ann);
        var bad = await RoomAsync("r-bad", Ann);

        var outcomes = await Store.WriteAsync(
            [
                good.Run(good.Posted(Ann, "a")),
                bad.Run(bad.Posted(Ann, "b", "c-same"), bad.Posted(Ann, "c", "c-same")),
                good.Run(good.Posted(Ann, "d")),
            ],
            CancellationToken.None);

        Assert.IsType<StoreOutcome.Committed>(outcomes[0]);
        Assert.Equal(new StoreOutcome.Conflict(2), outcomes[1]);
        Assert.IsType<StoreOutcome.Committed>(outcomes[2]);
        Assert.Equal([4, 2], await Store.LoadHeadsAsync([good.Room, bad.Room], CancellationToken.None));
    }

    [Fact]
    public async Task A_message_out_of_count_is_refused()
    {
        var log = await RoomAsync("r-1", Ann);
        var posted = log.Posted(Ann, "a");
        var wrong = (RoomEvent.MessagePosted)posted.Event with { MessageNo = 7 };

        Assert.Equal(new StoreOutcome.Conflict(2), await log.AppendAsync(posted with { Event = wrong }));
    }

    [Fact]
    public async Task A_known_key_refuses_the_whole_run_and_says_what_was_sent()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var first = log.Posted(Ann, "one", "c-1");
        await log.CommitAsync(first);
        var retry = log.Copy();

        var outcome = await retry.AppendAsync(
            retry.Posted(Bob, "other", "c-1"), retry.Posted(Ann, "one", "c-1"), retry.Posted(Ann, "new", "c-2"));

        var known = Assert.Single(Assert.IsType<StoreOutcome.KnownKeys>(outcome).Keys);
        Assert.Equal((Ann, "c-1"), (known.Sender, known.Key.Value));
        Assert.Equal(FactsOf(first), known.Facts);
        Assert.Equal(4, (await EventsAsync(log.Room)).LastSeq);
    }

    [Fact]
    public async Task The_same_key_of_another_person_or_in_another_room_is_another_message()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var other = await RoomAsync("r-2", Ann);
        await log.PostAsync(Ann, "one", "c-1");

        Assert.IsType<StoreOutcome.Committed>(await log.AppendAsync(log.Posted(Bob, "one", "c-1")));
        Assert.IsType<StoreOutcome.Committed>(await other.AppendAsync(other.Posted(Ann, "one", "c-1")));
    }

    [Fact]
    public async Task A_key_stays_known_after_an_edit_and_after_a_recall()
    {
        var log = await RoomAsync("r-1", Ann);
        var first = log.Posted(Ann, "one", "c-1");
        await log.CommitAsync(first);
        var edited = await log.CommitAsync(log.Edited(Ann, first.Event.Seq, 2, "uno"));

        var afterEdit = log.Copy();
        var known = Known(await afterEdit.AppendAsync(afterEdit.Posted(Ann, "one", "c-1")));
        Assert.Equal(FactsOf(first) with { Version = 2, VersionSeq = edited, VersionHash = HashOf("uno") }, known);

        var recall = await log.CommitAsync(log.Recalled(Ann, first.Event.Seq));
        var afterRecall = log.Copy();
        known = Known(await afterRecall.AppendAsync(afterRecall.Posted(Ann, "one", "c-1")));
        Assert.Equal(recall, known.RecallSeq);
        Assert.Equal(ContentHash.Of(first.Body.Span), known.PostHash);
    }

    [Fact]
    public async Task A_key_stays_known_behind_ten_thousand_other_messages()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var first = await log.PostAsync(Ann, "one", "c-old");
        for (var run = 0; run < 20; run++)
        {
            var events = Enumerable.Range(0, 500).Select(_ => log.Posted(Bob, "noise")).ToArray();
            Assert.IsType<StoreOutcome.Committed>(await log.AppendAsync(events));
        }

        Assert.Equal(first, Known(await log.AppendAsync(log.Posted(Ann, "one", "c-old"))).Seq);
    }

    [Fact]
    public async Task The_facts_of_a_message_can_be_asked_for()
    {
        var log = await RoomAsync("r-1", Ann);
        var first = log.Posted(Ann, "one", "c-1");
        await log.CommitAsync(first);

        Assert.Equal(FactsOf(first), await Store.FindMessageAsync(log.Room, first.Event.Seq, CancellationToken.None));
        Assert.Null(await Store.FindMessageAsync(log.Room, 1, CancellationToken.None));
        Assert.Null(await Store.FindMessageAsync(log.Room, 99, CancellationToken.None));
    }

    [Fact]
    public async Task A_member_who_gets_another_role_stays_in()
    {
        var log = await RoomAsync("r-1", Ann, Bob);

        await log.AppendAsync(log.RoleChanged(Bob, MemberRole.Owner));

        var snapshot = (await Store.LoadRoomsAsync([log.Room], CancellationToken.None))[0]!;
        Assert.Equal(MemberRole.Owner, snapshot.Members.Single(member => member.User == Bob).Role);
        Assert.Equal(2, (await ViewAsync(log.Room, Bob)).MemberCount);
    }

    [Fact]
    public async Task A_room_wakes_up_with_its_members_and_newest_messages()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var events = Enumerable.Range(0, RoomSnapshot.MaxRecent + 5).Select(_ => log.Posted(Ann, "x")).ToArray();
        await log.AppendAsync(events);

        var loaded = await Store.LoadRoomsAsync([RoomId.Parse("r-none"), log.Room], CancellationToken.None);

        Assert.Null(loaded[0]);
        var snapshot = loaded[1]!;
        Assert.Equal((RoomKind.Group, "Team", JoinRule.Open), (snapshot.Kind, snapshot.Name, snapshot.JoinRule));
        Assert.Equal((log.Seq, log.MessageNo, events[^1].Event.Time), (snapshot.LastSeq, snapshot.MessageCount, snapshot.LastTime));
        Assert.Equal(
            [new MemberFacts(Ann, MemberRole.Owner, 2, null), new MemberFacts(Bob, MemberRole.Member, 3, null)], snapshot.Members);
        Assert.Equal(RoomSnapshot.MaxRecent, snapshot.Recent.Count);
        Assert.Equal(FactsOf(events[^1]), snapshot.Recent[^1]);
        Assert.True(snapshot.Recent[0].Seq < snapshot.Recent[1].Seq);
    }

    private static MessageFacts Known(StoreOutcome outcome) =>
        Assert.Single(Assert.IsType<StoreOutcome.KnownKeys>(outcome).Keys).Facts;

    private static long HashOf(string text) => ContentHash.Of(LogWriter.Text(text).Json.Span);

    private static MessageFacts FactsOf(EncodedEvent stored)
    {
        var posted = (RoomEvent.MessagePosted)stored.Event;
        return new MessageFacts(
            posted.Seq,
            posted.Id,
            posted.From,
            posted.Key,
            posted.Time,
            ContentHash.Of(stored.Body.Span),
            1,
            posted.Seq,
            ContentHash.Of(posted.Content.Json.Span),
            null);
    }
}
