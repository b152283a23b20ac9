using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

public sealed class RoomFeedTests : ActorTests
{
    private readonly RoomFeed _feed = new();

    [Fact]
    public void Nothing_passes_before_the_starting_point_is_known()
    {
        var passed = _feed.Next(Frames(6));

        Assert.Empty(passed);
        Assert.Equal(6, _feed.Known);
    }

    [Fact]
    public void What_came_before_the_starting_point_was_known_is_missing()
    {
        _feed.Next(Frames(6));

        _feed.GoLive(5);

        Assert.True(_feed.IsBehind);
    }

    [Fact]
    public void The_next_events_pass()
    {
        _feed.GoLive(5);

        Assert.Equal([6, 7], SeqsOf(_feed.Next(Frames(6, 2))));
        Assert.Equal([8], SeqsOf(_feed.Next(Frames(8))));
        Assert.False(_feed.IsBehind);
    }

    [Fact]
    public void Events_that_passed_before_do_not_pass_again()
    {
        _feed.GoLive(5);

        Assert.Empty(_feed.Next(Frames(4, 2)));
        Assert.Equal(5, _feed.LastSeq);
    }

    [Fact]
    public void Of_events_that_passed_in_part_the_rest_passes()
    {
        _feed.GoLive(5);

        Assert.Equal([6, 7], SeqsOf(_feed.Next(Frames(4, 4))));
    }

    [Fact]
    public void Events_after_a_gap_wait_for_what_is_missing()
    {
        _feed.GoLive(5);

        Assert.Empty(_feed.Next(Frames(7)));

        Assert.True(_feed.IsBehind);
        Assert.Equal((5, 7), (_feed.LastSeq, _feed.Known));
    }

    [Fact]
    public void What_was_missing_ends_the_gap()
    {
        _feed.GoLive(5);
        _feed.Next(Frames(7));

        Assert.Equal([6, 7], SeqsOf(_feed.Next(Frames(6, 2))));

        Assert.False(_feed.IsBehind);
    }

    [Fact]
    public void News_of_the_log_never_goes_back()
    {
        _feed.GoLive(5);
        _feed.Learn(9);

        _feed.Learn(7);

        Assert.Equal(9, _feed.Known);
    }

    [Fact]
    public void The_sessions_of_a_user_who_went_are_found_but_for_those_that_know_of_a_return()
    {
        IActorRef[] anns = [CreateTestProbe(), CreateTestProbe(), CreateTestProbe()];
        Add(anns[0], Ann, asOf: 8);
        Add(CreateTestProbe(), Bob, asOf: 8);
        Add(anns[1], Ann, asOf: 3);
        Add(anns[2], Ann, asOf: 10);

        Assert.Equal(anns[..2], _feed.SessionsOf(Ann, seq: 9));
    }

    [Fact]
    public void What_waits_comes_out_together_and_in_order()
    {
        Assert.True(_feed.Wait(Frames(6)));
        Assert.False(_feed.Wait(Frames(7, 2)));

        Assert.Equal([6, 7, 8], SeqsOf(_feed.TakeWaiting()));
        Assert.Empty(_feed.TakeWaiting());
        Assert.True(_feed.Wait(Frames(9)));
    }

    private void Add(IActorRef session, UserId user, long asOf) =>
        _feed.Add(new FeedMember(session, user, asOf, writer: null));

    private static IEnumerable<long> SeqsOf(ImmutableArray<EventFrame> frames) => frames.Select(frame => frame.Seq);
}
