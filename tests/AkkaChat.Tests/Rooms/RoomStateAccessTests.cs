using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Who may do what, cell by cell.</summary>
public sealed class RoomStateAccessTests
{
    private const string Accepted = "accepted";
    private const string Repeated = "repeated";

    // Seq 1 makes the room, 2 and 3 bring Ann and Bob in, 4 is Bob's message.
    private static readonly Dictionary<string, RoomCommand> Commands = new()
    {
        ["post"] = Post(Bob, "new"),
        ["recall"] = Recall(Bob, 4),
        ["edit"] = Edit(Bob, 4, version: 1),
        ["join"] = Join(Bob),
        ["leave"] = Leave(Bob),
        ["create"] = Create(Bob),
        ["open direct"] = OpenDirect(Bob, Ann),
    };

    private static readonly Dictionary<string, MemberFacts?> Standings = new()
    {
        ["stranger"] = null,
        ["member"] = Member(Bob, joinedSeq: 3),
        ["muted"] = Member(Bob, joinedSeq: 3, mutedUntil: Noon + 1),
        ["owner"] = Member(Bob, MemberRole.Owner, joinedSeq: 3),
    };

    [Theory]
    [InlineData("post", "stranger", "not_member")]
    [InlineData("post", "member", Accepted)]
    [InlineData("post", "muted", "muted")]
    [InlineData("post", "owner", Accepted)]
    [InlineData("recall", "stranger", "not_member")]
    [InlineData("recall", "member", Accepted)]
    [InlineData("recall", "muted", Accepted)]
    [InlineData("recall", "owner", Accepted)]
    [InlineData("edit", "stranger", "not_member")]
    [InlineData("edit", "member", Accepted)]
    [InlineData("edit", "muted", "muted")]
    [InlineData("edit", "owner", Accepted)]
    [InlineData("join", "stranger", Accepted)]
    [InlineData("join", "member", Repeated)]
    [InlineData("join", "muted", Repeated)]
    [InlineData("leave", "stranger", "not_member")]
    [InlineData("leave", "member", Accepted)]
    [InlineData("leave", "muted", Accepted)]
    [InlineData("leave", "owner", Accepted)]
    [InlineData("create", "stranger", "already_exists")]
    [InlineData("create", "owner", "already_exists")]
    [InlineData("open direct", "member", Repeated)]
    public void In_a_public_channel(string command, string standing, string outcome)
    {
        var room = RoomWith(Standings[standing], RoomKind.Channel, JoinRule.Open);

        var decision = room.Ask(Commands[command]);

        Assert.Equal(outcome, NameOf(decision));
    }

    [Theory]
    [InlineData("post", "member", Accepted)]
    [InlineData("post", "stranger", "not_member")]
    [InlineData("join", "stranger", "forbidden")]
    [InlineData("leave", "member", "forbidden")]
    [InlineData("create", "stranger", "already_exists")]
    [InlineData("open direct", "member", Repeated)]
    public void In_a_direct_room(string command, string standing, string outcome)
    {
        var room = RoomWith(Standings[standing], RoomKind.Direct, JoinRule.Invite);

        var decision = room.Ask(Commands[command]);

        Assert.Equal(outcome, NameOf(decision));
    }

    [Theory]
    [InlineData("post", "not_found")]
    [InlineData("recall", "not_found")]
    [InlineData("edit", "not_found")]
    [InlineData("join", "not_found")]
    [InlineData("leave", "not_found")]
    [InlineData("create", Accepted)]
    [InlineData("open direct", Accepted)]
    public void In_a_room_that_nobody_made(string command, string outcome)
    {
        var room = new DecidedRoom();

        var decision = room.Settle(Commands[command]);

        Assert.Equal(outcome, NameOf(decision));
    }

    [Fact]
    public void A_stranger_may_not_join_what_is_by_invitation()
    {
        var room = RoomWith(null, RoomKind.Group, JoinRule.Invite);

        var decision = room.Ask(Join(Bob));

        Assert.Equal("forbidden", NameOf(decision));
    }

    [Theory]
    [InlineData(1, "muted")]
    [InlineData(0, Accepted)]
    public void A_mute_ends_at_its_time(long after, string outcome)
    {
        var room = RoomWith(Member(Bob, mutedUntil: Noon + after), RoomKind.Channel, JoinRule.Open);

        var decision = room.Ask(Post(Bob, "new"));

        Assert.Equal(outcome, NameOf(decision));
    }

    private static DecidedRoom RoomWith(MemberFacts? bob, RoomKind kind, JoinRule rule)
    {
        var ann = Member(Ann, MemberRole.Member, joinedSeq: 2);
        return new DecidedRoom(snapshot: Snapshot(
            4, bob is null ? [ann] : [ann, bob], [Facts(4, Bob, "old")], kind: kind, joinRule: rule));
    }

    private static string NameOf(Decision decision) => decision switch
    {
        Decision.Accepted => Accepted,
        Decision.Repeated => Repeated,
        Decision.Refused refused => refused.Code.Name(),
        _ => decision.ToString(),
    };
}
