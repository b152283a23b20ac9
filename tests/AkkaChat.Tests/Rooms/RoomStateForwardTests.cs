using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateForwardTests
{
    [Fact]
    public void Messages_are_said_again_in_order_with_who_said_them_first()
    {
        var room = DecidedRoom.Of();

        var events = room.Do(Forward(Ann, "f", "one", "two")).Cast<RoomEvent.MessagePosted>().ToList();

        Assert.Equal([(3L, "f", 1L), (4L, "f#2", 2L)], events.Select(said => (said.Seq, said.Key.Value, said.MessageNo)));
        Assert.All(events, said => Assert.Equal((Ann, new ForwardOrigin(Eve, Noon - 1)), (said.From, said.Forward!)));
    }

    [Fact]
    public void The_same_again_gives_the_place_of_the_first()
    {
        var room = DecidedRoom.Of();
        room.Do(Forward(Ann, "f", "one", "two"));

        room.AssertRepeats(3, Forward(Ann, "f", "one", "two"));
    }

    [Fact]
    public void Other_messages_with_the_same_key_conflict()
    {
        var room = DecidedRoom.Of();
        room.Do(Forward(Ann, "f", "one", "two"));

        room.AssertRefused(ErrorCode.Conflict, Forward(Ann, "f", "other", "two"));
        room.AssertRefused(ErrorCode.Conflict, Forward(Ann, "f", "one", "other"));
        room.AssertRefused(ErrorCode.Conflict, Post(Ann, "f", "one"));
    }

    [Fact]
    public void A_key_that_a_later_message_would_get_and_that_is_taken_conflicts()
    {
        var room = DecidedRoom.Of();
        room.Do(Post(Ann, "f#2"));

        room.AssertRefused(ErrorCode.Conflict, Forward(Ann, "f", "one", "two"));
    }

    [Fact]
    public void Keys_are_each_senders_own()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Forward(Ann, "f", "one"));

        Assert.Single(room.Do(Forward(Bob, "f", "one")));
    }

    [Theory]
    [InlineData("f")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890😀😀")]
    public void As_many_messages_as_may_be_forwarded_have_keys_of_their_own(string key)
    {
        var keys = Enumerable.Range(0, Limits.MaxForwards).Select(i => PostRules.KeyOf(Key(key), i).Value).ToHashSet();

        Assert.Equal(Limits.MaxForwards, keys.Count);
        Assert.Contains(key, keys);
        Assert.All(keys, one => Assert.Equal(one, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(one))));
    }

    [Fact]
    public void Long_keys_that_differ_in_their_end_have_other_keys_behind_them()
    {
        var one = Key(new string('k', 63) + "1");
        var other = Key(new string('k', 63) + "2");

        Assert.NotEqual(PostRules.KeyOf(one, 1), PostRules.KeyOf(other, 1));
    }

    [Fact]
    public void Who_may_not_speak_forwards_nothing()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Mute(Ann, Bob, 1));

        room.AssertRefused(ErrorCode.Muted, Forward(Bob, "f", "one"));
        room.AssertRefused(ErrorCode.NotMember, Forward(Cat, "f", "one"));
    }

    [Fact]
    public void What_was_forwarded_is_recalled_and_edited_by_whoever_did_it()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Forward(Bob, "f", "one", "two"));

        Assert.Single(room.Do(Edit(Bob, 5, version: 1)));
        Assert.Single(room.Do(Recall(Bob, 4)));
    }

    [Theory]
    [InlineData(MemberRole.Member, false)]
    [InlineData(MemberRole.Admin, true)]
    [InlineData(MemberRole.Owner, true)]
    public void Everybody_is_mentioned_by_those_who_run_the_room(MemberRole role, bool allowed)
    {
        var room = new DecidedRoom(snapshot: Snapshot(3, [Member(Bob, role)]));

        var decision = room.Ask(Post(Bob, "k-1", mentions: [UserId.Everyone, Ann]));

        Assert.Equal(allowed, decision is Decision.Accepted);
        Assert.Equal(!allowed, decision == Decision.Refuse(ErrorCode.Forbidden));
    }

    [Fact]
    public void Nobody_mentions_everybody_in_a_direct_room()
    {
        var room = new DecidedRoom();
        room.Do(OpenDirect(Ann, Bob));

        room.AssertRefused(ErrorCode.Forbidden, Post(Ann, "k-1", mentions: [UserId.Everyone]));

        Assert.Single(room.Do(Post(Ann, "k-1", mentions: [Bob])));
    }
}
