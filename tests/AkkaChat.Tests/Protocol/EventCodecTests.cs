using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

public sealed class EventCodecTests
{
    private static readonly RoomId Team = RoomId.Parse("r-42");
    private static readonly UserId Ann = UserId.Parse("u-1");
    private static readonly UserId Bob = UserId.Parse("u-2");

    private static readonly Dictionary<string, RoomEvent> Samples = new()
    {
        ["message"] = Message(Content("""{"kind":"text","text":"hi"}""")),
        ["message with all fields"] = Message(Content("""{"kind":"text","text":"hi"}"""), [Ann, Bob], 5),
        ["message of an unknown kind"] = Message(new MessageContent(
            "x.poll", """{ "a":[1.50,1e400,{"recalled":true}],"kind":"x.poll","content":{},"n":"é\u0041\/" }"""u8.ToArray())),
        ["recall by the author"] = new RoomEvent.MessageRecalled(7, 1000, Ann, 6, true),
        ["recall by another"] = new RoomEvent.MessageRecalled(7, 1000, Bob, 6, false),
        ["edit"] = new RoomEvent.MessageEdited(8, 1001, Ann, 6, 2, Content("""{"kind":"text","text":"hi, \"Bob\""}""")),
        ["forward to all"] = new RoomEvent.MessagePosted(
            9, 1002, Ann, new MessageId("m-9"), ClientMessageId.Parse("c-9"), Content("""{"kind":"text","text":"hi"}"""),
            [UserId.Everyone, Bob], null, 3)
        {
            Forward = new ForwardOrigin(Bob, 900),
        },
        ["reaction"] = new RoomEvent.ReactionSet(10, 1003, Bob, 6, "\ud83d\udc4d\ud83c\udffd", true),
        ["reaction taken back"] = new RoomEvent.ReactionSet(11, 1004, Bob, 6, "\u2764\ufe0f", false),
        ["mute"] = new RoomEvent.MemberChanged(12, 1005, Ann, MemberChange.Muted, Bob, MemberRole.Member) { Until = 9000 },
        ["request"] = new RoomEvent.MemberChanged(13, 1006, Bob, MemberChange.Requested, Bob, MemberRole.Member),
        ["renamed"] = new RoomEvent.RoomChanged(14, 1007, Ann, RoomChange.Renamed, new RoomSettings { Name = "Team \"x\"" }),
        ["announcement taken away"] = new RoomEvent.RoomChanged(
            15, 1008, Ann, RoomChange.Announcement, new RoomSettings { Announcement = "" }),
        ["settings"] = new RoomEvent.RoomChanged(16, 1009, Ann, RoomChange.Settings, new RoomSettings
        {
            Avatar = "/media/r",
            JoinRule = JoinRule.Approve,
            IsPublic = false,
            MuteAll = true,
            SlowModeMs = 0,
        }),
        ["dissolved"] = new RoomEvent.RoomChanged(17, 1010, Ann, RoomChange.Dissolved, RoomSettings.None),
        ["join"] = new RoomEvent.MemberChanged(2, 10, Bob, MemberChange.Joined, Bob, MemberRole.Member),
        ["leave"] = new RoomEvent.MemberChanged(3, 11, Bob, MemberChange.Left, Bob, MemberRole.Admin),
        ["removal"] = new RoomEvent.MemberChanged(3, 11, Ann, MemberChange.Removed, Bob, MemberRole.Member),
        ["invitation"] = new RoomEvent.MemberChanged(3, 11, Ann, MemberChange.Invited, Bob, MemberRole.Owner),
        ["room"] = new RoomEvent.RoomCreated(1, 9, Ann, "团队 🌻 \"x\"", RoomKind.Channel, true, JoinRule.Approve),
        ["direct room"] = new RoomEvent.RoomCreated(1, 9, UserId.System, "", RoomKind.Direct, false, JoinRule.Invite),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_comes_back_from_its_header_and_body(string name)
    {
        var stored = Samples[name];

        var body = EventCodec.EncodeBody(stored);
        var decoded = EventCodec.Decode(EventHeader.Of(stored), body, MessageNoOf(stored));

        Assert.NotNull(decoded);
        Assert.Equal(WithoutMentions(stored), WithoutMentions(decoded));
        Assert.Equal(MentionsOf(stored).ToArray(), MentionsOf(decoded).ToArray());
        Assert.Equal(body, EventCodec.EncodeBody(decoded));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frame_is_the_header_and_then_the_body(string name)
    {
        var stored = Samples[name];
        var body = Encoding.UTF8.GetString(EventCodec.EncodeBody(stored));

        var frame = Encoding.UTF8.GetString(
            EventCodec.EncodeFrame(Team, EventHeader.Of(stored), EventCodec.EncodeBody(stored)));

        var message = stored as RoomEvent.MessagePosted;
        var head = $"{{\"type\":\"event\",\"room\":\"r-42\",\"seq\":{stored.Seq},\"kind\":\"{stored.Kind.Name()}\","
            + (message is null ? "" : $"\"id\":\"{message.Id}\",")
            + $"\"from\":\"{stored.From}\",\"time\":{stored.Time},"
            + (message is null ? "" : $"\"clientMsgId\":\"{message.Key}\",");
        Assert.Equal(head + body[1..], frame);
    }

    [Fact]
    public void Samples_cover_every_kind_of_event()
    {
        Assert.Equal(
            Enum.GetValues<EventKind>().Order(),
            Samples.Values.Select(stored => stored.Kind).Distinct().Order());
        Assert.Equal(
            typeof(RoomEvent).GetNestedTypes().Select(type => type.Name).Order(),
            Samples.Values.Select(stored => stored.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void A_body_without_members_adds_nothing_to_the_frame()
    {
        var header = EventHeader.Of(Samples["join"]);

        var frame = EventCodec.EncodeFrame(Team, header, "{}"u8.ToArray());

        Assert.EndsWith("\"time\":10}", Encoding.UTF8.GetString(frame), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("edit")]
    public void An_erased_body_decodes_to_nothing(string name)
    {
        var header = EventHeader.Of(Samples[name]);

        Assert.Null(EventCodec.Decode(header, EventCodec.RecalledBody, 1));
    }

    [Fact]
    public void Content_that_has_a_field_called_recalled_is_not_erased()
    {
        var stored = Message(new MessageContent("custom", """{"kind":"custom","recalled":true}"""u8.ToArray()));

        Assert.NotNull(EventCodec.Decode(EventHeader.Of(stored), EventCodec.EncodeBody(stored), 1));
    }

    [Fact]
    public void An_edit_replaces_the_content_and_keeps_the_rest()
    {
        var body = EventCodec.EncodeBody(Samples["message with all fields"]);

        var once = EventCodec.FoldEdit(body, Content("""{"kind":"text","text":"one"}"""), 2);
        var twice = EventCodec.FoldEdit(once, Content("""{"kind":"text","text":"two"}"""), 3);

        Assert.Equal(
            """{"content":{"kind":"text","text":"one"},"version":2,"mentions":["u-1","u-2"],"replyTo":5}""",
            Encoding.UTF8.GetString(once));
        Assert.Equal(
            """{"content":{"kind":"text","text":"two"},"version":3,"mentions":["u-1","u-2"],"replyTo":5}""",
            Encoding.UTF8.GetString(twice));
    }

    [Theory]
    [InlineData("message", "{}")]
    [InlineData("message", """{"content":1}""")]
    [InlineData("message", """{"content":{"kind":1}}""")]
    [InlineData("message", """{"content":{"kind":"text"},"mentions":[null]}""")]
    [InlineData("message", """{"content":{"kind":"text"},"mentions":["a/b"]}""")]
    [InlineData("message", """{"content":{"kind":"text"},"replyTo":1.5}""")]
    [InlineData("edit", """{"target":"6","version":2,"content":{"kind":"text"}}""")]
    [InlineData("join", """{"change":"flew","user":"u-1","role":"member"}""")]
    [InlineData("room", """{"change":"created"}""")]
    [InlineData("room", "[]")]
    [InlineData("room", "{")]
    public void A_damaged_body_is_a_json_fault(string name, string body)
    {
        var header = EventHeader.Of(Samples[name]);

        Assert.ThrowsAny<JsonException>(() => EventCodec.Decode(header, Encoding.UTF8.GetBytes(body), 1));
    }

    [Fact]
    public void A_message_without_id_or_key_is_a_json_fault()
    {
        var header = EventHeader.Of(Samples["message"]);
        var body = EventCodec.EncodeBody(Samples["message"]);

        Assert.Throws<JsonException>(() => EventCodec.Decode(header with { Id = null }, body, 1));
        Assert.Throws<JsonException>(() => EventCodec.Decode(header with { Key = null }, body, 1));
    }

    private static RoomEvent.MessagePosted Message(
        MessageContent content, ImmutableArray<UserId> mentions = default, long? replyTo = null) => new(
        6, 999, Ann, new MessageId("m-6"), ClientMessageId.Parse("c-é"), content, mentions, replyTo, 4);

    private static MessageContent Content(string json) => new("text", Encoding.UTF8.GetBytes(json));

    private static long MessageNoOf(RoomEvent stored) => (stored as RoomEvent.MessagePosted)?.MessageNo ?? 0;

    private static RoomEvent WithoutMentions(RoomEvent stored) =>
        stored is RoomEvent.MessagePosted message ? message with { Mentions = default } : stored;

    private static ImmutableArray<UserId> MentionsOf(RoomEvent stored) =>
        stored is RoomEvent.MessagePosted { Mentions.IsDefault: false } message ? message.Mentions : [];
}
