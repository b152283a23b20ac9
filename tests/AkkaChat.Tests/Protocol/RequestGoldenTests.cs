using System.Collections.Immutable;
using System.Text;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

public sealed class RequestGoldenTests
{
    private const string Prefix = "request.";

    private static readonly RoomId Team = RoomId.Parse("r-42");

    private static readonly Dictionary<string, Request> Expected = new()
    {
        ["connect"] = new Request.Connect(
            Id("1"),
            "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
            DeviceId.TryParse("d-1", out var device) ? device : default,
            "miniprogram",
            false,
            ImmutableDictionary<RoomId, long>.Empty.Add(Team, 118).Add(RoomId.Lobby, 0),
            true),
        ["token"] = new Request.RenewToken(Id("2"), "eyJhbGciOiJIUzI1NiJ9.e30.bmV3"),
        ["background"] = new Request.SetBackground(Id("3"), true),
        ["ping"] = new Request.Ping(Id("4"), "1790000000000"),
        ["pong"] = new Request.Pong(default),
        ["send"] = new Request.Send(
            Id("9"),
            Team,
            ClientMessageId.Parse("c-77"),
            Text("""{"kind":"text","text":"hi @Ann"}"""),
            [UserId.Parse("u-1")],
            118),
        ["recall"] = new Request.Recall(Id("10"), Team, 131),
        ["edit"] = new Request.Edit(Id("11"), Team, 130, 1, Text("""{"kind":"text","text":"hello"}""")),
        ["history"] = new Request.History(Id("12"), Team, 131, null, 30),
        ["read"] = new Request.Read(Id("13"), Team, 131),
        ["receipts"] = new Request.Receipts(Id("14"), Team, 131),
        ["search"] = new Request.Search(Id("15"), "晚饭", Team, "b-1", 10),
        ["rooms.list"] = new Request.RoomsList(Id("16"), "p-2", 100),
        ["room.create"] = new Request.RoomCreate(
            Id("17"), Team, "团队", RoomKind.Channel, true, [UserId.Parse("u-2"), UserId.Parse("u-3")]),
        ["room.get"] = new Request.RoomGet(Id("18"), Team),
        ["room.join"] = new Request.RoomJoin(Id("\"j-1\""), RoomId.Lobby),
        ["room.leave"] = new Request.RoomLeave(Id("20"), Team),
        ["room.members"] = new Request.RoomMembers(Id("21"), Team, "p-2", 100),
        ["dm.open"] = new Request.DirectOpen(Id("22"), UserId.Parse("u-2")),
        ["user.get"] = new Request.UserGet(Id("23"), UserId.Parse("u-2")),
        ["react"] = new Request.React(Id("25"), Team, 131, "\ud83d\udc4d\ud83c\udffd", true),
        ["forward"] = new Request.Forward(Id("26"), Team, [129, 131], RoomId.Lobby, ClientMessageId.Parse("c-78")),
        ["room.update"] = new Request.RoomUpdate(Id("27"), Team, new RoomSettings
        {
            Name = "\u56e2\u961f",
            Announcement = "Be kind.",
            Avatar = "/media/r.png",
            JoinRule = JoinRule.Approve,
            IsPublic = true,
            SlowModeMs = 5000,
        }),
        ["room.invite"] = new Request.RoomInvite(Id("28"), Team, [UserId.Parse("u-2"), UserId.Parse("u-3")]),
        ["room.remove"] = new Request.RoomRemove(Id("29"), Team, UserId.Parse("u-2")),
        ["room.role"] = new Request.RoomSetRole(Id("30"), Team, UserId.Parse("u-2"), MemberRole.Admin),
        ["room.mute"] = new Request.RoomMute(Id("31"), Team, UserId.Parse("u-2"), TimeSpan.FromMinutes(10)),
        ["room.muteAll"] = new Request.RoomMuteAll(Id("32"), Team, true),
        ["room.ban"] = new Request.RoomBan(Id("33"), Team, UserId.Parse("u-2")),
        ["room.unban"] = new Request.RoomUnban(Id("34"), Team, UserId.Parse("u-2")),
        ["room.bans"] = new Request.RoomBans(Id("35"), Team, "p-2", 100),
        ["room.requests"] = new Request.RoomJoinRequests(Id("36"), Team, "p-2", 100),
        ["room.accept"] = new Request.RoomAccept(Id("37"), Team, UserId.Parse("u-2")),
        ["room.refuse"] = new Request.RoomRefuse(Id("38"), Team, UserId.Parse("u-2")),
        ["room.dissolve"] = new Request.RoomDissolve(Id("39"), Team),
        ["room.pin"] = new Request.RoomPin(Id("40"), Team, true),
        ["room.silence"] = new Request.RoomSilence(Id("41"), Team, true),
        ["user.block"] = new Request.UserBlock(Id("42"), UserId.Parse("u-2"), On: true),
        ["user.unblock"] = new Request.UserBlock(Id("43"), UserId.Parse("u-2"), On: false),
        ["user.blocks"] = new Request.UserBlocks(Id("44"), "p-2", 100),
        ["typing"] = new Request.Typing(Id("25"), Team),
        ["presence"] = new Request.Presence(Id("26"), [UserId.Parse("u-2"), UserId.Parse("u-3")]),
        ["user.update"] = new Request.UserUpdate(Id("24"), "Ann 🌻", "/media/a-1.png"),
    };

    public static TheoryData<string> Types => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_golden_request_is_read_as_what_it_says(string type)
    {
        var frame = GoldenFiles.Bytes("frames", Prefix + type);

        var outcome = RequestReader.Read(frame);

        Assert.Equal(string.Empty, outcome.Detail);
        Assert.Equal(Expected[type].Id, outcome.Id);
        RequestReading.AssertSame(Expected[type], outcome.Request);
    }

    [Fact]
    public void Every_request_has_one_golden_file()
    {
        var subtypes = typeof(Request).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Request)));

        Assert.Equal(
            subtypes.Select(type => type.Name).Order(),
            Expected.Values.Select(request => request.GetType().Name).Distinct().Order());
        Assert.Equal(
            Expected.Keys.Select(type => Prefix + type).Order(StringComparer.Ordinal),
            GoldenFiles.Names("frames", Prefix));
    }

    private static RequestId Id(string json) => new(json);

    private static MessageContent Text(string json) => new("text", Encoding.UTF8.GetBytes(json));
}
