using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class SlowModeTests
{
    private const long Wait = 10_000;
    private static readonly RoomSettings Slow = new() { SlowModeMs = Wait };

    [Fact]
    public void A_member_waits_and_is_told_how_long()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));
        room.Now += Wait - 1;

        Assert.Equal(
            new Decision.Refused(ErrorCode.RateLimited, TimeSpan.FromMilliseconds(1)), room.Ask(Post(Bob, "k-2")));
    }

    [Fact]
    public void A_member_speaks_when_the_time_is_over()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));
        room.Now += Wait;

        Assert.Single(room.Do(Post(Bob, "k-2")));
    }

    [Fact]
    public void A_refused_message_does_not_make_the_time_longer()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));
        room.Now += Wait - 1;
        room.AssertRefused(ErrorCode.RateLimited, Post(Bob, "k-2"));
        room.Now += 1;

        Assert.Single(room.Do(Post(Bob, "k-2")));
    }

    [Fact]
    public void Members_do_not_wait_for_each_other()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));

        Assert.Single(room.Do(Post(Cat, "k-1")));
    }

    [Fact]
    public void Who_runs_the_room_does_not_wait()
    {
        var room = SlowRoom();
        room.Do(SetRole(Ann, Cat, MemberRole.Admin));
        room.Do(Post(Ann, "k-1"));
        room.Do(Post(Cat, "k-1"));

        Assert.Single(room.Do(Post(Ann, "k-2")));
        Assert.Single(room.Do(Post(Cat, "k-2")));
    }

    [Fact]
    public void A_message_sent_again_does_not_wait()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));

        room.AssertRepeats(6, Post(Bob, "k-1"));
    }

    [Fact]
    public void What_is_forwarded_waits_too()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));

        room.AssertRefused(ErrorCode.RateLimited, Forward(Bob, "f-1", "said"));
    }

    [Fact]
    public void Edits_recalls_and_reactions_do_not_wait()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));

        Assert.Single(room.Do(Edit(Bob, 6, version: 1)));
        Assert.Single(room.Do(React(Bob, 6)));
        Assert.Single(room.Do(Recall(Bob, 6)));
    }

    [Fact]
    public void What_was_said_before_it_was_set_counts()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Bob, "k-1"));
        room.Do(Update(Ann, Slow));

        room.AssertRefused(ErrorCode.RateLimited, Post(Bob, "k-2"));
    }

    [Fact]
    public void Without_it_nobody_waits()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));
        room.Do(Update(Ann, new RoomSettings { SlowModeMs = 0 }));

        Assert.Single(room.Do(Post(Bob, "k-2")));
    }

    [Fact]
    public void A_room_that_was_loaded_makes_the_same_people_wait()
    {
        var room = SlowRoom();
        room.Do(Post(Bob, "k-1"));
        var loaded = new RoomState(room.SnapshotAt(room.Log.Count)!, new RoomOptions());

        Assert.Equal(room.Ask(Post(Bob, "k-2")), loaded.Decide(Post(Bob, "k-2"), room.Now));
        Assert.IsType<Decision.Accepted>(loaded.Decide(Post(Cat, "k-2"), room.Now));
    }

    [Fact]
    public void Many_speakers_are_remembered_while_they_wait()
    {
        var slow = new SlowMode();
        for (var i = 0; i < 5_000; i++)
        {
            slow.Spoke(UserId.Parse($"u-{i}"), Noon, Slow);
        }

        slow.Spoke(Ann, Noon + Wait - 1, Slow);

        Assert.Equal(TimeSpan.FromMilliseconds(1), slow.WaitOf(UserId.Parse("u-0"), Noon + Wait - 1, Slow));
    }

    // Seq 5 makes it slow.
    private static DecidedRoom SlowRoom()
    {
        var room = DecidedRoom.Of(Bob, Cat);
        room.Do(Update(Ann, Slow));
        return room;
    }
}
