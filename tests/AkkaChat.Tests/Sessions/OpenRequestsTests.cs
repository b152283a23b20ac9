using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

public sealed class OpenRequestsTests : ActorTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);
    private static readonly RequestId First = new("1");
    private static readonly RequestId Second = new("\"two\"");

    private readonly TestActorRef<Owner> _owner;
    private readonly OpenRequests _open;

    public OpenRequestsTests()
    {
        _owner = ActorOfAsTestActorRef<Owner>(Props.Create(() => new Owner(Clock, Timeout)));
        _open = _owner.UnderlyingActor.Open;
    }

    [Fact]
    public void Each_request_has_a_reference_of_its_own()
    {
        var first = _open.Open(First, Team, AnswerForm.Ack);
        var second = _open.Open(First, Team, AnswerForm.Ack);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_request_is_closed_once()
    {
        var reference = _open.Open(First, Team, AnswerForm.Room);

        Assert.True(_open.TryClose(reference, out var request));

        Assert.Equal((First, Team, AnswerForm.Room), (request.Id, request.Room, request.Form));
        Assert.False(_open.TryClose(reference, out _));
    }

    [Fact]
    public void A_request_is_given_up_at_its_time()
    {
        var reference = _open.Open(First, Team, AnswerForm.Ack);
        Advance(Timeout);

        var expired = Assert.Single(_open.Expire());

        Assert.Equal(First, expired.Id);
        Assert.False(_open.TryClose(reference, out _));
    }

    [Fact]
    public void A_request_is_not_given_up_before_its_time()
    {
        var reference = _open.Open(First, Team, AnswerForm.Ack);
        Advance(Timeout - TimeSpan.FromMilliseconds(1));

        Assert.Empty(_open.Expire());

        Assert.True(_open.TryClose(reference, out _));
    }

    [Fact]
    public void What_was_asked_before_a_node_was_lost_is_given_up_early()
    {
        _open.Open(First, Team, AnswerForm.Ack);
        _open.OnNodeLost();
        var second = _open.Open(Second, Team, AnswerForm.Ack);
        Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(First, Assert.Single(_open.Expire()).Id);

        Assert.True(_open.TryClose(second, out _));
    }

    [Fact]
    public void A_living_room_has_time_to_answer_when_a_node_was_lost()
    {
        var reference = _open.Open(First, Team, AnswerForm.Ack);
        _open.OnNodeLost();
        Advance(TimeSpan.FromMilliseconds(499));

        Assert.Empty(_open.Expire());

        Assert.True(_open.TryClose(reference, out _));
    }

    [Fact]
    public void Only_what_waited_too_long_is_given_up()
    {
        _open.Open(First, Team, AnswerForm.Ack);
        Advance(Timeout / 2);
        var second = _open.Open(Second, Team, AnswerForm.Ack);
        Advance(Timeout / 2);

        Assert.Equal(First, Assert.Single(_open.Expire()).Id);

        Assert.True(_open.TryClose(second, out _));
    }

    [Fact]
    public void The_owner_is_told_to_look_while_any_request_is_open()
    {
        _open.Open(First, Team, AnswerForm.Ack);
        Advance(Timeout / 8);
        Assert.Equal(1, _owner.UnderlyingActor.Sweeps);

        _open.Expire();
        Advance(Timeout / 8);

        Assert.Equal(2, _owner.UnderlyingActor.Sweeps);
    }

    [Fact]
    public void The_owner_is_left_alone_while_none_is_open()
    {
        var reference = _open.Open(First, Team, AnswerForm.Ack);
        _open.TryClose(reference, out _);
        Advance(Timeout / 8);
        _open.Expire();

        Advance(Timeout);

        Assert.Equal(1, _owner.UnderlyingActor.Sweeps);
    }

    private sealed class Owner : ReceiveActor
    {
        public Owner(TimeProvider clock, TimeSpan timeout)
        {
            Open = new OpenRequests(clock, timeout, Context);
            Receive<OpenRequests.Sweep>(_ => Sweeps++);
        }

        public OpenRequests Open { get; }

        public int Sweeps { get; private set; }
    }
}
