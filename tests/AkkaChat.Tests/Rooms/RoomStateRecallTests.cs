using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateRecallTests
{
    private static readonly RoomOptions Options = new() { RecallWindow = TimeSpan.FromMinutes(2) };
    private static readonly long Window = (long)Options.RecallWindow.TotalMilliseconds;

    [Fact]
    public void An_author_recalls_at_the_end_of_the_window()
    {
        var room = RoomOf(Member(Bob));
        room.Now = Noon + Window;

        var recalled = Assert.IsType<RoomEvent.MessageRecalled>(Assert.Single(room.Do(Recall(Bob, 5))));

        Assert.Equal((5L, true, Bob), (recalled.Target, recalled.ByAuthor, recalled.From));
    }

    [Fact]
    public void An_author_does_not_recall_a_millisecond_after_the_window()
    {
        var room = RoomOf(Member(Bob));
        room.Now = Noon + Window + 1;

        room.AssertRefused(ErrorCode.RecallExpired, Recall(Bob, 5));
    }

    [Theory]
    [InlineData(MemberRole.Admin)]
    [InlineData(MemberRole.Owner)]
    public void An_author_who_moderates_recalls_at_any_time(MemberRole role)
    {
        var room = RoomOf(Member(Bob, role));
        room.Now = Noon + Window + 1;

        var recalled = Assert.IsType<RoomEvent.MessageRecalled>(Assert.Single(room.Do(Recall(Bob, 5))));

        Assert.True(recalled.ByAuthor);
    }

    [Theory]
    [InlineData(MemberRole.Member, MemberRole.Member, false)]
    [InlineData(MemberRole.Member, MemberRole.Admin, false)]
    [InlineData(MemberRole.Member, MemberRole.Owner, false)]
    [InlineData(MemberRole.Admin, MemberRole.Member, true)]
    [InlineData(MemberRole.Admin, MemberRole.Admin, true)]
    [InlineData(MemberRole.Admin, MemberRole.Owner, true)]
    [InlineData(MemberRole.Owner, MemberRole.Member, true)]
    [InlineData(MemberRole.Owner, MemberRole.Admin, true)]
    public void Of_others_owners_and_admins_recall_whoever_the_author_is(MemberRole who, MemberRole author, bool allowed)
    {
        var room = RoomOf(Member(Bob, author), Member(Cat, who));
        room.Now = Noon + Window + 1;

        var decision = room.Ask(Recall(Cat, 5));

        if (allowed)
        {
            var recalled = Assert.Single(Assert.IsType<Decision.Accepted>(decision).Events);
            Assert.False(Assert.IsType<RoomEvent.MessageRecalled>(recalled).ByAuthor);
        }
        else
        {
            Assert.Equal(Decision.Refuse(ErrorCode.Forbidden), decision);
        }
    }

    [Fact]
    public void A_message_of_somebody_who_left_is_recalled_by_an_admin()
    {
        var room = RoomOf(Member(Cat, MemberRole.Admin));

        var recalled = Assert.Single(room.Do(Recall(Cat, 5)));

        Assert.Equal(6, recalled.Seq);
    }

    [Fact]
    public void A_message_of_somebody_who_left_is_not_recalled_by_a_member()
    {
        var room = RoomOf(Member(Cat));

        room.AssertRefused(ErrorCode.Forbidden, Recall(Cat, 5));
    }

    [Fact]
    public void A_second_recall_gives_the_place_of_the_first()
    {
        var room = RoomOf(Member(Bob), Member(Cat, MemberRole.Owner));
        room.Do(Recall(Bob, 5));
        room.Now = Noon + Window + 1;

        room.AssertRepeats(6, Recall(Bob, 5));
        room.AssertRepeats(6, Recall(Cat, 5));
    }

    [Fact]
    public void A_second_recall_by_whoever_may_not_is_forbidden()
    {
        var room = RoomOf(Member(Bob), Member(Cat));
        room.Do(Recall(Bob, 5));

        room.AssertRefused(ErrorCode.Forbidden, Recall(Cat, 5));
    }

    [Fact]
    public void An_edited_message_is_recalled()
    {
        var room = RoomOf(Member(Bob));
        room.Do(Edit(Bob, 5, version: 1));

        var recalled = Assert.Single(room.Do(Recall(Bob, 5)));

        Assert.Equal(7, recalled.Seq);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(6)]
    public void A_place_outside_the_log_is_not_found(long target)
    {
        var room = RoomOf(Member(Bob));

        room.AssertRefused(ErrorCode.NotFound, Recall(Bob, target));
        room.AssertRefused(ErrorCode.NotFound, Edit(Bob, target, version: 1));
    }

    [Fact]
    public void A_place_that_the_room_does_not_know_by_heart_must_be_looked_up()
    {
        var room = RoomOf(Member(Bob));

        Assert.Equal(new Decision.NeedsMessage(4), room.Ask(Recall(Bob, 4)));
        Assert.Equal(new Decision.NeedsMessage(4), room.Ask(Edit(Bob, 4, version: 1)));
    }

    [Fact]
    public void A_message_that_was_looked_up_can_be_recalled()
    {
        var room = RoomOf(Member(Bob));

        room.State.Learn(Facts(4, Bob, "old"));

        Assert.Equal(6, Assert.Single(room.Do(Recall(Bob, 4))).Seq);
    }

    // Bob's message is seq 5.
    private static DecidedRoom RoomOf(params MemberFacts[] members) =>
        new(Options, Snapshot(5, members, [Facts(5, Bob, "k-1")]));
}
