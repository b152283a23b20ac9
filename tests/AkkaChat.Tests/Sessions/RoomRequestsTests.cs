using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sessions;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Sessions;

public sealed class RoomRequestsTests : ActorTests
{
    private static readonly RequestId Id = new("1");

    private readonly OpenRequests _open;

    public RoomRequestsTests() =>
        _open = ActorOfAsTestActorRef<Owner>(Props.Create(() => new Owner(Clock))).UnderlyingActor.Open;

    [Fact]
    public void A_pair_has_one_room_whoever_asks()
    {
        Assert.Equal(RoomRequests.DirectRoomOf(Ann, Bob), RoomRequests.DirectRoomOf(Bob, Ann));
    }

    [Fact]
    public void The_room_of_a_pair_is_frozen()
    {
        Assert.Equal("dm-4da7d2019af62a8863a4ec905b0d0a8b", RoomRequests.DirectRoomOf(Ann, Bob).Value);
    }

    [Fact]
    public void Other_pairs_have_other_rooms()
    {
        UserId[] people = [UserId.Parse("a"), UserId.Parse("ab"), UserId.Parse("b"), UserId.Parse("bc"), UserId.Parse("c")];

        var rooms = people.SelectMany(one => people.Select(other => (one, other)))
            .Where(pair => string.CompareOrdinal(pair.one.Value, pair.other.Value) < 0)
            .Select(pair => RoomRequests.DirectRoomOf(pair.one, pair.other))
            .ToList();

        Assert.Equal(rooms.Count, rooms.Distinct().Count());
    }

    [Fact]
    public void A_send_becomes_a_post_by_whoever_is_signed_in()
    {
        var post = Assert.IsType<RoomCommand.Post>(ToCommand(new Request.Send(Id, Team, Key("k-1"), Text("hi"), [Bob], 3)));

        Assert.Equal((Team, Ann, Key("k-1"), Text("hi"), 3L), (post.Room, post.By, post.Key, post.Content, post.ReplyTo));
        Assert.StartsWith("m-", post.Id.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_is_opened_under_its_reference()
    {
        Request[] requests =
        [
            new Request.Send(Id, Team, Key("k-1"), Text("hi"), [], null),
            new Request.Recall(Id, Team, 1),
            new Request.Edit(Id, Team, 1, 1, Text("hi")),
            new Request.Read(Id, Team, 1),
            new Request.RoomLeave(Id, Team),
            new Request.RoomJoin(Id, Team),
            new Request.RoomCreate(Id, Team, "Team", RoomKind.Group, false, []),
            new Request.React(Id, Team, 1, "\ud83d\udc4d", true),
            new Request.Forward(Id, Other, [1], Team, Key("k-1")),
            new Request.RoomUpdate(Id, Team, new RoomSettings { Name = "Crew" }),
            new Request.RoomInvite(Id, Team, [Bob]),
            new Request.RoomRemove(Id, Team, Bob),
            new Request.RoomSetRole(Id, Team, Bob, MemberRole.Admin),
            new Request.RoomMute(Id, Team, Bob, TimeSpan.FromMinutes(1)),
            new Request.RoomMuteAll(Id, Team, true),
            new Request.RoomBan(Id, Team, Bob),
            new Request.RoomUnban(Id, Team, Bob),
            new Request.RoomAccept(Id, Team, Bob),
            new Request.RoomRefuse(Id, Team, Bob),
            new Request.RoomDissolve(Id, Team),
        ];

        foreach (var request in requests)
        {
            var command = ToCommand(request)!;

            Assert.Equal((Team, Ann), (command.Room, command.By));
            Assert.True(_open.TryClose(command.Ref, out var open));
            Assert.Equal(FormOf(request), open.Form);
        }
    }

    [Fact]
    public void Nobody_has_a_direct_room_with_themselves()
    {
        Assert.Null(ToCommand(new Request.DirectOpen(Id, Ann)));
    }

    [Fact]
    public void A_block_goes_to_the_room_of_the_two()
    {
        var block = Assert.IsType<RoomCommand.Block>(ToCommand(new Request.UserBlock(Id, Bob, On: true)));

        Assert.Equal((RoomRequests.DirectRoomOf(Ann, Bob), Bob, true), (block.Room, block.Other, block.On));
        Assert.True(_open.TryClose(block.Ref, out var open));
        Assert.Equal(AnswerForm.Ok, open.Form);
        Assert.Null(ToCommand(new Request.UserBlock(Id, Ann, On: true)));
    }

    [Fact]
    public void A_room_without_a_name_of_its_own_gets_one()
    {
        var first = ToCommand(new Request.RoomCreate(Id, null, "Team", RoomKind.Group, false, []))!;
        var second = ToCommand(new Request.RoomCreate(Id, null, "Team", RoomKind.Group, false, []))!;

        Assert.NotEqual(first.Room, second.Room);
    }

    [Theory]
    [MemberData(nameof(WithPeople))]
    public void Whom_a_request_names_is_looked_up_first(object request) => Assert.True(RequestPreparation.Needs((Request)request));

    [Fact]
    public void What_a_room_knows_by_itself_is_not_looked_up()
    {
        Assert.False(RequestPreparation.Needs(new Request.RoomJoin(Id, Team)));
        Assert.False(RequestPreparation.Needs(new Request.RoomRemove(Id, Team, Bob)));
        Assert.False(RequestPreparation.Needs(new Request.RoomCreate(Id, Team, "Team", RoomKind.Group, false, [])));
    }

    public static TheoryData<object> WithPeople =>
    [
        new Request.DirectOpen(Id, Bob),
        new Request.RoomCreate(Id, Team, "Team", RoomKind.Group, false, [Bob, Cat]),
        new Request.RoomInvite(Id, Team, [Bob]),
        new Request.RoomBan(Id, Team, Bob),
        new Request.UserBlock(Id, Bob, On: true),
        new Request.Forward(Id, Other, [1], Team, Key("k-1")),
    ];

    private static AnswerForm FormOf(Request request) =>
        request is Request.RoomJoin or Request.RoomCreate or Request.RoomUpdate ? AnswerForm.Room : AnswerForm.Ack;

    private RoomCommand? ToCommand(Request request) => RoomRequests.ToCommand(request, Ann, [], _open);

    private sealed class Owner(TimeProvider clock) : UntypedActor
    {
        public OpenRequests Open { get; } = new(clock, TimeSpan.FromSeconds(10), Context);

        protected override void OnReceive(object message)
        {
        }
    }
}
