using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using Xunit;

namespace AkkaChat.Tests.Rooms;

/// <summary>Who may do what, cell by cell. The table is the specification: read it beside the protocol page.</summary>
public sealed class RoomPermissionsTests
{
    /// <summary>
    /// Actions | rooms | target | what comes of it for each actor.
    /// Rooms: of these kinds, join rules, public or private, quiet (only admins may speak) or loud; what is not said does not
    /// matter. A group, channel or broadcast room is run by somebody, a direct one by nobody.
    /// Target: self, somebody who is not in, a member, an admin, the owner; "-" where it is done to nobody.
    /// Outcome: ok, or no (forbidden), out (not_member), ban (banned), mute (muted), block (blocked), gone (not_found),
    /// big (too_large); "." where there can be no such person.
    /// </summary>
    private const string Table = """
        actions                            | rooms                  | target       | stranger banned member mutedM admin mutedA owner mutedO blocked

        SeeDoor                            | run public             | -            | ok   ban  ok   ok   ok   ok   ok   ok   .
        SeeDoor                            | run private open       | -            | ok   ban  ok   ok   ok   ok   ok   ok   .
        SeeDoor                            | run private approve    | -            | ok   ban  ok   ok   ok   ok   ok   ok   .
        SeeDoor                            | run private invite     | -            | out  ban  ok   ok   ok   ok   ok   ok   .
        SeeDoor                            | direct                 | -            | out  .    ok   .    .    .    .    .    ok

        Read SeeMembers Arrange Unreact    | run                    | -            | out  ban  ok   ok   ok   ok   ok   ok   .
        Read SeeMembers Arrange Unreact    | direct                 | -            | out  .    ok   .    .    .    .    .    ok
        SeeReceipts                        | group channel          | -            | out  ban  ok   ok   ok   ok   ok   ok   .
        SeeReceipts                        | broadcast              | -            | out  ban  big  big  big  big  big  big  .
        SeeReceipts                        | direct                 | -            | out  .    ok   .    .    .    .    .    ok

        Join                               | run open approve       | -            | ok   ban  ok   ok   ok   ok   ok   ok   .
        Join                               | run invite             | -            | no   ban  ok   ok   ok   ok   ok   ok   .
        Join                               | direct                 | -            | no   .    ok   .    .    .    .    .    ok
        Leave                              | run                    | -            | out  ban  ok   ok   ok   ok   ok   ok   .
        Leave                              | direct                 | -            | out  .    no   .    .    .    .    .    no

        Post React                         | run loud               | -            | out  ban  ok   mute ok   mute ok   ok   .
        Post React                         | run quiet              | -            | out  ban  mute mute ok   mute ok   ok   .
        Post React Type                    | direct                 | -            | out  .    ok   .    .    .    .    .    block
        Type                               | group channel loud     | -            | out  ban  ok   mute ok   mute ok   ok   .
        Type                               | group channel quiet    | -            | out  ban  mute mute ok   mute ok   ok   .
        Type                               | broadcast              | -            | out  ban  no   no   no   no   no   no   .
        MentionAll                         | run                    | -            | out  ban  no   no   ok   mute ok   ok   .
        MentionAll                         | direct                 | -            | out  .    no   .    .    .    .    .    no

        Edit                               | run loud               | self         | out  ban  ok   mute ok   mute ok   ok   .
        Edit                               | run quiet              | self         | out  ban  mute mute ok   mute ok   ok   .
        Edit                               | direct                 | self         | out  .    ok   .    .    .    .    .    block
        Edit                               | run                    | none others  | out  ban  no   no   no   no   no   no   .
        Edit                               | direct                 | none others  | out  .    no   .    .    .    .    .    no
        Recall                             | run                    | self         | out  ban  ok   ok   ok   ok   ok   ok   .
        Recall                             | run                    | none others  | out  ban  no   no   ok   ok   ok   ok   .
        Recall                             | direct                 | self         | out  .    ok   .    .    .    .    .    ok
        Recall                             | direct                 | none others  | out  .    no   .    .    .    .    .    no

        Invite                             | group open invite      | -            | out  ban  ok   ok   ok   ok   ok   ok   .
        Invite                             | group approve          | -            | out  ban  no   no   ok   ok   ok   ok   .
        Invite                             | channel                | -            | out  ban  no   no   ok   ok   ok   ok   .
        Invite                             | broadcast              | -            | out  ban  no   no   no   no   no   no   .
        Invite                             | direct                 | -            | out  .    no   .    .    .    .    .    no

        Remove Mute                        | run                    | self owner   | out  ban  no   no   no   no   no   no   .
        Remove Mute                        | run                    | none         | out  ban  no   no   gone gone gone gone .
        Remove Mute                        | run                    | member       | out  ban  no   no   ok   ok   ok   ok   .
        Remove Mute                        | run                    | admin        | out  ban  no   no   no   no   ok   ok   .
        SetRole                            | run                    | self owner   | out  ban  no   no   no   no   no   no   .
        SetRole                            | run                    | none         | out  ban  no   no   no   no   gone gone .
        SetRole                            | run                    | member admin | out  ban  no   no   no   no   ok   ok   .
        Ban                                | run                    | self owner   | out  ban  no   no   no   no   no   no   .
        Ban                                | run                    | none member  | out  ban  no   no   ok   ok   ok   ok   .
        Ban                                | run                    | admin        | out  ban  no   no   no   no   ok   ok   .
        Unban Admit                        | run                    | none         | out  ban  no   no   ok   ok   ok   ok   .
        Unban Admit                        | run                    | self others  | out  ban  no   no   ok   ok   ok   ok   .
        Remove Mute SetRole Ban            | direct                 | any          | out  .    no   .    .    .    .    .    no
        Unban Admit                        | direct                 | any          | out  .    no   .    .    .    .    .    no

        SeeApplicants Update               | run                    | -            | out  ban  no   no   ok   ok   ok   ok   .
        Dissolve                           | run                    | -            | out  ban  no   no   no   no   ok   ok   .
        SeeApplicants Update Dissolve      | direct                 | -            | out  .    no   .    .    .    .    .    no

        every                              | missing                | any          | gone gone gone gone gone gone gone gone gone
        """;

    private static readonly Dictionary<string, ErrorCode?> Outcomes = new()
    {
        ["ok"] = null,
        ["no"] = ErrorCode.Forbidden,
        ["out"] = ErrorCode.NotMember,
        ["ban"] = ErrorCode.Banned,
        ["mute"] = ErrorCode.Muted,
        ["block"] = ErrorCode.Blocked,
        ["gone"] = ErrorCode.NotFound,
        ["big"] = ErrorCode.TooLarge,
    };

    private static readonly Dictionary<string, Actor> Actors = new()
    {
        ["stranger"] = new Actor(null),
        ["banned"] = new Actor(null, IsBanned: true),
        ["member"] = new Actor(MemberRole.Member),
        ["mutedM"] = new Actor(MemberRole.Member, IsMuted: true),
        ["admin"] = new Actor(MemberRole.Admin),
        ["mutedA"] = new Actor(MemberRole.Admin, IsMuted: true),
        ["owner"] = new Actor(MemberRole.Owner),
        ["mutedO"] = new Actor(MemberRole.Owner, IsMuted: true),
        ["blocked"] = new Actor(MemberRole.Member, IsBlocked: true),
    };

    private static readonly RoomAction[] DoneToSomebody =
    [
        RoomAction.Edit, RoomAction.Recall, RoomAction.Remove, RoomAction.SetRole, RoomAction.Mute, RoomAction.Ban,
        RoomAction.Unban, RoomAction.Admit,
    ];

    private static readonly string[] Everybody = ["self", "none", "member", "admin", "owner"];

    private static readonly IReadOnlyList<Row> Rows = [.. Table.Split('\n').Skip(1).Where(line => line.Trim().Length > 0).Select(Parse)];

    [Fact]
    public void Every_cell_is_as_the_table_says()
    {
        var wrong =
            from row in Rows
            from asked in Asked()
            where row.IsFor(asked)
            from cell in row.Cells
            where cell.Outcome != "."
            let code = RoomPermissions.Check(
                Actors[cell.Actor], asked.Action, asked.Room, TargetOf(asked.Target, Actors[cell.Actor]))
            where code != Outcomes[cell.Outcome]
            select $"{asked.Action} by {cell.Actor} on {asked.Target} in {asked.Room}: {code}, not {cell.Outcome}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_case_stands_in_one_row()
    {
        var wrong = Asked().Where(asked => Rows.Count(row => row.IsFor(asked)) != 1).ToList();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_action_has_a_row_of_its_own()
    {
        var named = Rows.SelectMany(row => row.Actions).Where(action => action != "every").ToHashSet();

        Assert.Equal(Enum.GetNames<RoomAction>().Order(), named.Order());
    }

    [Fact]
    public void Every_row_is_needed()
    {
        Assert.All(Rows, row => Assert.True(Asked().Any(row.IsFor), string.Join(' ', [.. row.Actions, .. row.Where])));
    }

    // Only who must not be at all has no outcome: a direct room has nobody with a role, a ban or a mute; blocks are for it.
    [Fact]
    public void No_cell_is_left_out()
    {
        string[] ofDirect = ["stranger", "member", "blocked"];
        var wrong =
            from row in Rows
            where !row.Where.Contains("missing")
            from cell in row.Cells
            let isThere = row.Where.Contains("direct") ? ofDirect.Contains(cell.Actor) : cell.Actor != "blocked"
            where isThere != (cell.Outcome != ".")
            select $"{string.Join(' ', row.Actions)} {cell.Actor}";

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(Limits.MaxReceiptMembers, null)]
    [InlineData(Limits.MaxReceiptMembers + 1, ErrorCode.TooLarge)]
    public void Receipts_are_for_small_rooms(long members, ErrorCode? code)
    {
        var room = new RoomFacts(Exists: true, RoomKind.Group, JoinRule.Open, MemberCount: members);

        Assert.Equal(code, RoomPermissions.Check(new Actor(MemberRole.Member), RoomAction.SeeReceipts, room));
    }

    [Fact]
    public void An_action_that_nobody_knows_is_a_defect()
    {
        var room = new RoomFacts(Exists: true, RoomKind.Group, JoinRule.Open);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => RoomPermissions.Check(new Actor(MemberRole.Owner), (RoomAction)(-1), room));
    }

    [Fact]
    public void Who_looks_at_a_room_of_the_store_is_judged_by_the_same_rules()
    {
        var view = new RoomView
        {
            Id = RoomId.Lobby,
            Kind = RoomKind.Channel,
            Name = "Lobby",
            LastSeq = 1,
            ReadSeq = 0,
            Unread = 0,
            Role = null,
            UpdatedAt = 0,
            JoinRule = JoinRule.Invite,
        };

        Assert.Equal(ErrorCode.NotFound, RoomAccess.Check(null, RoomAction.SeeDoor));
        Assert.Equal(ErrorCode.NotMember, RoomAccess.Check(view, RoomAction.SeeDoor));
        Assert.Null(RoomAccess.Check(view with { IsPublic = true }, RoomAction.SeeDoor));
        Assert.Equal(ErrorCode.NotMember, RoomAccess.Check(view, RoomAction.Read));
        Assert.Null(RoomAccess.Check(view with { Role = MemberRole.Member }, RoomAction.Read));
    }

    // All that can be asked, but for by whom.
    private static IEnumerable<(RoomAction Action, RoomFacts Room, string Target)> Asked() =>
        from action in Enum.GetValues<RoomAction>()
        from room in Rooms()
        from target in DoneToSomebody.Contains(action) ? Everybody : ["-"]
        select (action, room, target);

    private static IEnumerable<RoomFacts> Rooms()
    {
        yield return default;
        yield return new RoomFacts(Exists: true, RoomKind.Direct, JoinRule.Invite);
        foreach (var kind in new[] { RoomKind.Group, RoomKind.Channel, RoomKind.Broadcast })
        {
            foreach (var rule in Enum.GetValues<JoinRule>())
            {
                foreach (var isPublic in new[] { false, true })
                {
                    yield return new RoomFacts(Exists: true, kind, rule, isPublic);
                    yield return new RoomFacts(Exists: true, kind, rule, isPublic, MuteAll: true);
                }
            }
        }
    }

    private static Target TargetOf(string name, Actor actor) => name switch
    {
        "self" => new Target(actor.Role, IsSelf: true),
        "member" => new Target(MemberRole.Member),
        "admin" => new Target(MemberRole.Admin),
        "owner" => new Target(MemberRole.Owner),
        _ => default,
    };

    private static Row Parse(string line)
    {
        var columns = line.Split('|');
        var outcomes = Words(columns[3]);
        Assert.Equal(Actors.Count, outcomes.Length);
        return new Row(
            Words(columns[0]), Words(columns[1]), Words(columns[2]), [.. Actors.Keys.Zip(outcomes)]);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record Row(
        string[] Actions, string[] Where, string[] Targets, IReadOnlyList<(string Actor, string Outcome)> Cells)
    {
        public bool IsFor((RoomAction Action, RoomFacts Room, string Target) asked) =>
            Says(Actions, asked.Action.ToString(), "every") && IsFor(asked.Room) && IsFor(asked.Target);

        private bool IsFor(RoomFacts room)
        {
            if (!room.Exists || Where.Contains("missing"))
            {
                return !room.Exists && Where.Contains("missing");
            }

            return (Where.Contains(room.Kind.ToString().ToLowerInvariant())
                    || (room.Kind != RoomKind.Direct && Where.Contains("run")))
                && Is(room.JoinRule.ToString().ToLowerInvariant(), "open", "approve", "invite")
                && Is(room.IsPublic ? "public" : "private", "public", "private")
                && Is(room.MuteAll ? "quiet" : "loud", "quiet", "loud");
        }

        private bool IsFor(string target) =>
            Says(Targets, target, "any") || (target is "member" or "admin" or "owner" && Targets.Contains("others"));

        // What the row does not speak of does not matter to it.
        private bool Is(string value, params string[] all) => !Where.Intersect(all).Any() || Where.Contains(value);

        private static bool Says(string[] words, string word, string all) => words.Contains(word) || words.Contains(all);
    }
}
