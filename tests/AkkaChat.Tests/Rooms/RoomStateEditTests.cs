using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateEditTests
{
    private static readonly RoomOptions Options = new() { EditWindow = TimeSpan.FromHours(24) };
    private static readonly long Window = (long)Options.EditWindow.TotalMilliseconds;

    [Fact]
    public void Edits_count_versions_from_two()
    {
        var room = NewRoom();

        var first = Assert.IsType<RoomEvent.MessageEdited>(Assert.Single(room.Do(Edit(Bob, 5, version: 1, "b"))));
        var second = Assert.IsType<RoomEvent.MessageEdited>(Assert.Single(room.Do(Edit(Bob, 5, version: 2, "c"))));

        Assert.Equal((6, 2), (first.Seq, first.Version));
        Assert.Equal((7, 3), (second.Seq, second.Version));
    }

    [Fact]
    public void The_same_edit_again_gives_the_place_of_the_first()
    {
        var room = NewRoom();
        room.Do(Edit(Bob, 5, version: 1, "b"));

        room.AssertRepeats(6, Edit(Bob, 5, version: 1, "b"));
    }

    [Fact]
    public void The_same_edit_again_after_the_window_gives_the_place_of_the_first()
    {
        var room = NewRoom();
        room.Do(Edit(Bob, 5, version: 1, "b"));
        room.Now = Noon + Window + 1;

        room.AssertRepeats(6, Edit(Bob, 5, version: 1, "b"));
    }

    [Theory]
    [InlineData(1, "c")]
    [InlineData(0, "b")]
    [InlineData(3, "c")]
    public void An_edit_of_a_version_that_is_not_the_newest_is_a_conflict(int version, string text)
    {
        var room = NewRoom();
        room.Do(Edit(Bob, 5, version: 1, "b"));

        room.AssertRefused(ErrorCode.Conflict, Edit(Bob, 5, version, text));
    }

    [Fact]
    public void An_edit_that_was_overtaken_by_another_is_a_conflict_though_it_was_done_once()
    {
        var room = NewRoom();
        room.Do(Edit(Bob, 5, version: 1, "b"));
        room.Do(Edit(Bob, 5, version: 2, "c"));

        room.AssertRefused(ErrorCode.Conflict, Edit(Bob, 5, version: 1, "b"));
    }

    [Theory]
    [InlineData(MemberRole.Member)]
    [InlineData(MemberRole.Owner)]
    public void Nobody_edits_what_another_said(MemberRole role)
    {
        var room = NewRoom(Member(Cat, role));

        room.AssertRefused(ErrorCode.Forbidden, Edit(Cat, 5, version: 1));
    }

    [Fact]
    public void A_recalled_message_is_not_found()
    {
        var room = NewRoom();
        room.Do(Recall(Bob, 5));

        room.AssertRefused(ErrorCode.NotFound, Edit(Bob, 5, version: 1));
    }

    [Fact]
    public void A_message_is_edited_at_the_end_of_the_window()
    {
        var room = NewRoom();
        room.Now = Noon + Window;

        Assert.Single(room.Do(Edit(Bob, 5, version: 1)));
    }

    [Fact]
    public void A_message_is_not_edited_a_millisecond_after_the_window()
    {
        var room = NewRoom();
        room.Now = Noon + Window + 1;

        room.AssertRefused(ErrorCode.Forbidden, Edit(Bob, 5, version: 1));
    }

    // Bob's message is seq 5.
    private static DecidedRoom NewRoom(params MemberFacts[] others) =>
        new(Options, Snapshot(5, [Member(Bob), .. others], [Facts(5, Bob, "k-1")]));
}
