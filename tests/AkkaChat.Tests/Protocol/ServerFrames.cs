using System.Text;
using AkkaChat.Protocol;

namespace AkkaChat.Tests.Protocol;

/// <summary>What writes each golden frame: the file, the method under test and a call of it.</summary>
internal static class ServerFrames
{
    private static readonly RoomId Team = RoomId.Parse("r-42");
    private static readonly UserId Ann = UserId.Parse("u-1");
    private static readonly UserId Bob = UserId.Parse("u-2");
    private static readonly UserId Eve = UserId.Parse("u-9");
    private static readonly UserView AnnView = new(Ann, "Ann 🌻", null);
    private static readonly UserView BobView = new(Bob, "Bob", "/media/b.png");

    private static readonly RoomEvent.MessagePosted Posted = new(
        131,
        1790000000123,
        Bob,
        new MessageId("m-131"),
        ClientMessageId.Parse("c-77"),
        Text("""{"kind":"text","text":"hi @Ann"}"""),
        [Ann],
        118,
        40);

    private static readonly RoomEvent.MessageRecalled Recalled = new(132, 1790000000456, Bob, 131, true);

    private static readonly RoomEvent.MessageEdited Edited = new(
        133, 1790000000789, Bob, 131, 2, Text("""{"kind":"text","text":"hello @Ann"}"""));

    private static readonly RoomView Group = new()
    {
        Id = Team,
        Kind = RoomKind.Group,
        Name = "团队",
        LastSeq = 131,
        ReadSeq = 120,
        Unread = 7,
        Role = MemberRole.Member,
        Pinned = true,
        Last = Event(Posted),
        UpdatedAt = 1790000000123,
        Announcement = "Be kind.",
        Avatar = "/media/r.png",
        JoinRule = JoinRule.Invite,
        MemberCount = 12,
    };

    private static readonly RoomView Direct = new()
    {
        Id = RoomId.Parse("dm-u-1.u-2"),
        Kind = RoomKind.Direct,
        Name = "Bob",
        Peer = BobView,
        LastSeq = 1,
        ReadSeq = 0,
        Unread = 0,
        Role = MemberRole.Member,
        Muted = true,
        UpdatedAt = 1790000000001,
        Avatar = "/media/b.png",
        JoinRule = JoinRule.Invite,
        MemberCount = 2,
    };

    private static readonly RoomView Lobby = new()
    {
        Id = RoomId.Lobby,
        Kind = RoomKind.Channel,
        Name = "Lobby",
        LastSeq = 0,
        ReadSeq = 0,
        Unread = 0,
        Role = null,
        UpdatedAt = 1790000000000,
        IsPublic = true,
    };

    private static readonly ConnectedInfo Info = new()
    {
        Session = "s-1",
        User = AnnView,
        ServerTime = 1790000000000,
        Heartbeat = TimeSpan.FromSeconds(25),
        TokenExpiresAt = 1790003600000,
        Rooms = [Group, Direct],
        More = false,
    };

    private static readonly MemberView[] Members =
    [
        new(AnnView, MemberRole.Owner, 1790000000001, null),
        new(BobView, MemberRole.Member, 1790000000002, 1790000900000),
    ];

    private static readonly PersonView[] People = [new(BobView, 1790000000005)];

    /// <summary>The answers.</summary>
    public static IReadOnlyList<(string File, string Method, Func<byte[]> Write)> OfAnswers { get; } =
    [
        ("answer.ok", nameof(Answers.Ok), () => Answers.Ok(Id("3"))),
        ("answer.connect", nameof(Answers.Connected), () => Answers.Connected(Id("1"), Info)),
        ("answer.ack", nameof(Answers.Ack), () => Answers.Ack(Id("9"), Team, 131, Posted.Id, Posted.Time, false)),
        ("answer.ack.append", nameof(Answers.Ack), () => Answers.Ack(Id("\"j-1\""), Team, 132, null, Recalled.Time, true)),
        ("answer.error", nameof(Answers.Error), () => Answers.Error(Id("7"), ErrorCode.RateLimited, null, 800)),
        ("answer.error.bad_frame", nameof(Answers.Error), () =>
            Answers.Error(default, ErrorCode.BadFrame, "The field room is missing.")),
        ("answer.room", nameof(Answers.Room), () => Answers.Room(Id("18"), Lobby)),
        ("answer.room.requested", nameof(Answers.Room), () =>
            Answers.Room(Id("18"), Lobby with { JoinRule = JoinRule.Approve, Requested = true })),
        ("answer.rooms", nameof(Answers.Rooms), () => Answers.Rooms(Id("16"), [Group, Direct], "p-3")),
        ("answer.rooms.last", nameof(Answers.Rooms), () => Answers.Rooms(Id("16"), [], null)),
        ("answer.events", nameof(Answers.Events), () => Answers.Events(Id("12"), [Folded(), Event(Recalled)], true)),
        ("answer.events.reactions", nameof(Answers.Events), () => Answers.Events(
            Id("12"),
            [ReactionsCodec.AddTo(Event(Posted), [new ReactionView("👍", 2, true), new ReactionView("🎉", 1, false)])],
            false)),
        ("answer.members", nameof(Answers.Members), () => Answers.Members(Id("21"), Members, null)),
        ("answer.bans", nameof(Answers.Bans), () => Answers.Bans(Id("35"), People, "p-3")),
        ("answer.requests", nameof(Answers.JoinRequests), () => Answers.JoinRequests(Id("36"), People, null)),
        ("answer.blocks", nameof(Answers.Blocks), () => Answers.Blocks(Id("44"), People, null)),
        ("answer.read", nameof(Answers.Read), () => Answers.Read(Id("13"), 131)),
        ("answer.receipts", nameof(Answers.Receipts), () =>
            Answers.Receipts(Id("14"), [Ann], [UserId.Parse("u-3"), UserId.Parse("u-4")])),
        ("answer.search", nameof(Answers.Search), () =>
            Answers.Search(Id("15"), [new SearchHit(Event(Posted), [new TextRange(0, 2), new TextRange(4, 3)])], "b-2")),
        ("answer.user", nameof(Answers.User), () => Answers.User(Id("23"), BobView)),
        ("answer.presence", nameof(Answers.Presence), () => Answers.Presence(
            Id("26"),
            [
                new PresenceView(Bob, PresenceKind.Online, null),
                new PresenceView(UserId.Parse("u-3"), PresenceKind.Away, 1790000000123),
                new PresenceView(Eve, PresenceKind.Offline, null),
            ])),
        ("answer.token", nameof(Answers.TokenRenewed), () => Answers.TokenRenewed(Id("2"), 1790007200000)),
        ("answer.pong", nameof(Answers.Pong), () => Answers.Pong(Id("4"), "1790000000000")),
    ];

    /// <summary>The pushes but for events.</summary>
    public static IReadOnlyList<(string File, string Method, Func<byte[]> Write)> OfPushes { get; } =
    [
        ("push.bye", nameof(Pushes.Bye), () => Pushes.Bye(CloseCode.Replaced, TimeSpan.Zero)),
        ("push.bye.expired", nameof(Pushes.Bye), () =>
            Pushes.Bye(CloseCode.Unauthorized, TimeSpan.Zero, ErrorCode.TokenExpired.Name())),
        ("push.gap", nameof(Pushes.Gap), () => Pushes.Gap(Team, 118, 9131)),
        ("push.read", nameof(Pushes.Read), () => Pushes.Read(Team, Ann, 131)),
        ("push.typing", nameof(Pushes.Typing), () => Pushes.Typing(Team, Ann)),
        ("push.presence", nameof(Pushes.Presence), () =>
            Pushes.Presence(new PresenceView(Bob, PresenceKind.Offline, 1790000000123))),
        ("push.room", nameof(Pushes.Room), () => Pushes.Room(Direct)),
        ("push.room.removed", nameof(Pushes.RoomRemoved), () => Pushes.RoomRemoved(Team)),
        ("push.room.refused", nameof(Pushes.JoinRefused), () => Pushes.JoinRefused(Team)),
        ("push.ping", nameof(Pushes.Ping), Pushes.Ping),
    ];

    /// <summary>The events, named by their kind.</summary>
    public static IReadOnlyList<(string File, string Method, Func<byte[]> Write)> OfEvents { get; } =
    [
        ("push.event.message", "message", () => Event(Posted)),
        ("push.event.message.edited", "message", Folded),
        ("push.event.message.recalled", "message", () => Erased(Posted)),
        ("push.event.recall", "recall", () => Event(Recalled)),
        ("push.event.edit", "edit", () => Event(Edited)),
        ("push.event.edit.recalled", "edit", () => Erased(Edited)),
        ("push.event.message.forwarded", "message", () => Event(Posted with
        {
            Mentions = [UserId.Everyone],
            ReplyTo = null,
            Forward = new ForwardOrigin(Eve, 1780000000000),
        })),
        ("push.event.reaction", "reaction", () => Event(
            new RoomEvent.ReactionSet(134, 1790000000790, Ann, 131, "\ud83d\udc4d", true))),
        ("push.event.member.muted", "member", () => Event(
            new RoomEvent.MemberChanged(135, 1790000000791, Eve, MemberChange.Muted, Bob, MemberRole.Member)
            {
                Until = 1790000600791,
            })),
        ("push.event.room.renamed", "room", () => Event(new RoomEvent.RoomChanged(
            136, 1790000000792, Eve, RoomChange.Renamed, new RoomSettings { Name = "\u56e2\u961f" }))),
        ("push.event.room.settings", "room", () => Event(new RoomEvent.RoomChanged(
            137, 1790000000793, Eve, RoomChange.Settings, new RoomSettings
            {
                Avatar = "/media/r.png",
                JoinRule = JoinRule.Approve,
                IsPublic = true,
                MuteAll = true,
                SlowModeMs = 5000,
            }))),
        ("push.event.room.dissolved", "room", () => Event(new RoomEvent.RoomChanged(
            138, 1790000000794, Eve, RoomChange.Dissolved, RoomSettings.None))),
        ("push.event.member", "member", () => Event(new RoomEvent.MemberChanged(
            2, 1790000000002, Eve, MemberChange.Invited, UserId.Parse("u-7"), MemberRole.Member))),
        ("push.event.room", "room", () => Event(new RoomEvent.RoomCreated(
            1, 1790000000001, Eve, "团队", RoomKind.Group, false, JoinRule.Invite))),
    ];

    /// <summary>The bodies of HTTP answers.</summary>
    public static IReadOnlyList<(string File, string Method, Func<byte[]> Write)> OfBodies { get; } =
    [
        ("ack", nameof(Bodies.Ack), () => Bodies.Ack(Team, 131, Posted.Id, Posted.Time, false)),
        ("rooms", nameof(Bodies.Rooms), () => Bodies.Rooms([Direct], null)),
        ("events", nameof(Bodies.Events), () => Bodies.Events([Event(Posted)], false)),
    ];

    private static byte[] Event(RoomEvent stored) =>
        EventCodec.EncodeFrame(Team, EventHeader.Of(stored), EventCodec.EncodeBody(stored));

    private static byte[] Erased(RoomEvent stored) =>
        EventCodec.EncodeFrame(Team, EventHeader.Of(stored), EventCodec.RecalledBody);

    private static byte[] Folded() => EventCodec.EncodeFrame(
        Team,
        EventHeader.Of(Posted),
        EventCodec.FoldEdit(EventCodec.EncodeBody(Posted), Edited.Content, Edited.Version));

    private static RequestId Id(string json) => new(json);

    private static MessageContent Text(string json) => new("text", Encoding.UTF8.GetBytes(json));
}
