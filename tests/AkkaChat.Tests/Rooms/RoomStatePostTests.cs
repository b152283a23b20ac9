using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStatePostTests
{
    [Fact]
    public void A_message_gets_the_next_seq_and_the_next_number()
    {
        var room = DecidedRoom.Of(Bob);

        room.Do(Post(Bob, "k-1"));
        room.Do(Leave(Bob));
        var second = Assert.IsType<RoomEvent.MessagePosted>(Assert.Single(room.Do(Post(Ann, "k-2"))));

        Assert.Equal((6, 2), (second.Seq, second.MessageNo));
        Assert.Equal((6, 2), (room.State.LastSeq, room.State.MessageCount));
    }

    [Fact]
    public void A_message_says_what_was_asked()
    {
        var room = DecidedRoom.Of(Bob);
        var post = Post(Bob, "k-1", "hello", replyTo: 1, mentions: [Ann]);

        var posted = Assert.IsType<RoomEvent.MessagePosted>(Assert.Single(room.Do(post)));

        Assert.Equal((Bob, post.Id, post.Key, post.Content, 1L), (posted.From, posted.Id, posted.Key, posted.Content, posted.ReplyTo));
        Assert.Equal([Ann], posted.Mentions.AsEnumerable());
    }

    [Fact]
    public void The_same_message_again_gives_the_first_place_name_and_time()
    {
        var room = DecidedRoom.Of();
        var first = Post(Ann, "k-1", "hi", reference: 1);
        room.Do(first);
        room.Now += 5_000;

        var again = room.Ask(first with { Ref = 2, Id = new MessageId("m-again") });

        Assert.Equal(new Decision.Repeated(3, first.Id, Noon), again);
    }

    [Fact]
    public void The_same_key_with_another_text_is_a_conflict()
    {
        var room = DecidedRoom.Of();
        room.Do(Post(Ann, "k-1", "hi"));

        room.AssertRefused(ErrorCode.Conflict, Post(Ann, "k-1", "ho"));
    }

    [Fact]
    public void The_same_key_with_other_mentions_is_a_conflict()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Ann, "k-1", mentions: [Bob]));

        room.AssertRefused(ErrorCode.Conflict, Post(Ann, "k-1"));
    }

    [Fact]
    public void The_same_key_with_another_reply_is_a_conflict()
    {
        var room = DecidedRoom.Of();
        room.Do(Post(Ann, "k-1", replyTo: 1));

        room.AssertRefused(ErrorCode.Conflict, Post(Ann, "k-1", replyTo: 2));
    }

    [Fact]
    public void The_same_key_of_another_author_is_another_message()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Ann, "k-1"));

        var posted = Assert.Single(room.Do(Post(Bob, "k-1")));

        Assert.Equal(5, posted.Seq);
    }

    [Fact]
    public void A_message_sent_again_after_its_edit_gives_the_first_place()
    {
        var room = DecidedRoom.Of();
        room.Do(Post(Ann, "k-1", "hi"));
        room.Do(Edit(Ann, 3, version: 1, "ho"));

        room.AssertRepeats(3, Post(Ann, "k-1", "hi"));
        room.AssertRefused(ErrorCode.Conflict, Post(Ann, "k-1", "ho"));
    }

    [Fact]
    public void A_message_sent_again_after_its_recall_gives_the_first_place()
    {
        var room = DecidedRoom.Of();
        room.Do(Post(Ann, "k-1"));
        room.Do(Recall(Ann, 3));

        room.AssertRepeats(3, Post(Ann, "k-1"));
    }

    [Fact]
    public void A_muted_author_who_sends_an_old_message_again_is_told_its_place()
    {
        var room = new DecidedRoom(
            snapshot: Snapshot(4, [Member(Ann, mutedUntil: Noon + 1)], [Facts(4, Ann, "k-1")]));

        room.AssertRepeats(4, Post(Ann, "k-1"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_reply_to_any_event_up_to_the_newest_is_accepted(long replyTo)
    {
        var room = DecidedRoom.Of();

        room.Do(Post(Ann, "k-1", replyTo: replyTo));

        Assert.Equal(3, room.State.LastSeq);
    }

    [Fact]
    public void A_reply_to_what_is_not_there_yet_is_not_found()
    {
        var room = DecidedRoom.Of();

        room.AssertRefused(ErrorCode.NotFound, Post(Ann, "k-1", replyTo: 3));
    }

    [Fact]
    public void Time_never_goes_back_along_the_log()
    {
        var room = DecidedRoom.Of();
        room.Now -= 60_000;

        var posted = Assert.Single(room.Do(Post(Ann, "k-1")));

        Assert.Equal(Noon, posted.Time);
    }

    [Fact]
    public void A_key_that_only_the_store_knows_is_compared_in_the_same_way()
    {
        var known = Facts(9, Ann, "k-1", text: "hi");

        var same = MessageRules.Repeat(Posted(30, Ann, "k-1", text: "hi"), known);
        var other = MessageRules.Repeat(Posted(30, Ann, "k-1", text: "ho"), known);

        Assert.Equal(new Decision.Repeated(9, known.Id, known.Time), same);
        Assert.Equal(Decision.Refuse(ErrorCode.Conflict), other);
    }

    [Fact]
    public void Deciding_changes_nothing()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Ann, "k-1"));
        var before = Standing(room.State);

        RoomCommand[] commands =
            [Post(Bob, "k-2"), Recall(Ann, 4), Edit(Ann, 4, 1), Join(Cat), Leave(Ann), Create(Cat), OpenDirect(Cat, Dan)];
        var once = commands.Select(command => NameOf(room.Ask(command))).ToList();
        var twice = commands.Select(command => NameOf(room.Ask(command))).ToList();

        Assert.Equal(once, twice);
        Assert.Equal(before, Standing(room.State));
    }

    [Fact]
    public void A_room_that_was_loaded_stands_as_the_one_that_was_folded()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Ann, "k-1"));
        room.Do(Edit(Ann, 4, version: 1));
        var store = new MemoryLog();
        store.Append(Team, room.Log);

        var loaded = new RoomState(store.Snapshot(Team)!, new RoomOptions());

        Assert.Equal(Standing(room.State), Standing(loaded));
        Assert.Equal(room.Ask(Edit(Ann, 4, 1)), loaded.Decide(Edit(Ann, 4, 1), room.Now));
        Assert.Equal(room.Ask(Post(Ann, "k-1")), loaded.Decide(Post(Ann, "k-1"), room.Now));
    }

    private static (bool, long, long, long, int, JoinRule?, RoomKind) Standing(RoomState state) => (
        state.Exists, state.LastSeq, state.LastTime, state.MessageCount, state.Members.Count, state.Settings.JoinRule, state.Kind);

    private static string NameOf(Decision decision) => decision is Decision.Accepted accepted
        ? string.Join('\n', accepted.Events.Select(stored => Convert.ToHexString(EventCodec.EncodeBody(stored))))
        : decision.ToString();
}
