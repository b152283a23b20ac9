using Akka.Actor;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomRunsTests
{
    private readonly RoomRuns _runs = new();
    private long _seq = 1;
    private long _reference;

    [Fact]
    public void Nothing_decided_is_nothing_to_write()
    {
        Assert.Null(_runs.Launch(Team));
        Assert.True(_runs.IsIdle);
    }

    [Fact]
    public void What_was_decided_together_is_one_run()
    {
        Add(1);
        Add(2);

        var write = _runs.Launch(Team)!;

        Assert.Equal([2L, 3, 4], write.Events.Select(stored => stored.Event.Seq));
        Assert.Equal(3, _runs.PendingEvents);
    }

    [Fact]
    public void As_many_runs_are_on_their_way_as_are_allowed()
    {
        for (var i = 0; i < RoomOptions.MaxRunsInFlight; i++)
        {
            Add(1);
            Assert.NotNull(_runs.Launch(Team));
        }

        Add(1);

        Assert.Null(_runs.Launch(Team));
    }

    [Fact]
    public void A_run_that_came_back_makes_room_for_the_next()
    {
        var writes = Enumerable.Range(0, RoomOptions.MaxRunsInFlight).Select(_ => LaunchOne()).ToList();
        Add(1);

        Assert.True(_runs.TryLand(writes[0], out _));

        Assert.NotNull(_runs.Launch(Team));
    }

    [Fact]
    public void A_run_takes_as_many_events_as_it_may()
    {
        Add(RoomOptions.MaxRunEvents - 1);
        Add(1);

        Assert.Equal(RoomOptions.MaxRunEvents, _runs.Launch(Team)!.Events.Length);
        Assert.Null(_runs.Launch(Team));
    }

    [Fact]
    public void A_command_beyond_the_run_begins_the_next_one()
    {
        Add(RoomOptions.MaxRunEvents - 1);
        Add(2);

        Assert.Equal(RoomOptions.MaxRunEvents - 1, _runs.Launch(Team)!.Events.Length);
        Assert.Equal(2, _runs.Launch(Team)!.Events.Length);
    }

    [Fact]
    public void No_more_is_taken_at_the_limit_of_what_is_pending()
    {
        Add(RoomOptions.MaxPendingEvents - 1);
        Assert.False(_runs.IsFull);

        Add(1);

        Assert.True(_runs.IsFull);
    }

    [Fact]
    public void What_came_back_is_not_pending()
    {
        var write = LaunchOne();

        Assert.True(_runs.TryLand(write, out var run));

        Assert.Same(write, run.Write);
        Assert.Equal(0, _runs.PendingEvents);
        Assert.True(_runs.IsIdle);
    }

    [Fact]
    public void What_an_earlier_life_of_the_room_wrote_is_not_ours()
    {
        var earlier = new RoomRuns();
        earlier.Add(Pending(), [Encoded(Posted(++_seq, Ann, "k"))]);
        var write = earlier.Launch(Team)!;
        LaunchOne();

        Assert.False(_runs.TryLand(write, out _));
        Assert.False(_runs.IsIdle);
    }

    [Fact]
    public void A_repetition_follows_nothing_when_nothing_is_pending()
    {
        Assert.False(_runs.TryFollow(Pending()));
    }

    [Fact]
    public void A_repetition_follows_the_newest_run()
    {
        var first = LaunchOne();
        var second = LaunchOne();
        var repetition = Pending();

        Assert.True(_runs.TryFollow(repetition));

        Assert.True(_runs.TryLand(first, out var one));
        Assert.True(_runs.TryLand(second, out var two));
        Assert.DoesNotContain(repetition, one.Commands);
        Assert.Contains(repetition, two.Commands);
    }

    [Fact]
    public void Commands_of_runs_that_were_not_launched_are_taken_out_in_order()
    {
        LaunchOne();
        var first = Add(RoomOptions.MaxRunEvents);
        var second = Add(1);

        var taken = _runs.TakeUnlaunched();

        Assert.Equal([first, second], taken);
        Assert.Equal(1, _runs.PendingEvents);
        Assert.Null(_runs.Launch(Team));
    }

    private StoreWrite.Append LaunchOne()
    {
        Add(1);
        return _runs.Launch(Team)!;
    }

    private PendingCommand Add(int events)
    {
        var pending = Pending();
        _runs.Add(pending, [.. Enumerable.Range(0, events).Select(_ => Encoded(Posted(++_seq, Ann, $"k-{_seq}")))]);
        return pending;
    }

    private PendingCommand Pending() =>
        new(Post(Ann, "k", reference: ++_reference), ActorRefs.Nobody, new RoomReply.Done(0, 1, Id: null, Time: null, Duplicate: false));
}
