using System.Collections.Immutable;
using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>People, rooms and short forms that many tests use.</summary>
internal static class Samples
{
    public static readonly RoomId Team = RoomId.Parse("r-team");
    public static readonly RoomId Other = RoomId.Parse("r-other");
    public static readonly UserId Ann = UserId.Parse("u-ann");
    public static readonly UserId Bob = UserId.Parse("u-bob");
    public static readonly UserId Cat = UserId.Parse("u-cat");
    public static readonly UserId Dan = UserId.Parse("u-dan");
    public static readonly UserId Eve = UserId.Parse("u-eve");

    /// <summary>A moment, in milliseconds since 1970 UTC, that tests start from.</summary>
    public const long Noon = 1_790_000_000_000;

    public static ClientMessageId Key(string text) => ClientMessageId.Parse(text);

    public static DeviceId Device(string text) =>
        DeviceId.TryParse(text, out var device) ? device : throw new FormatException(text);

    public static MessageContent Text(string text) => new(
        "text", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["kind"] = "text", ["text"] = text }));

    public static RoomCommand.Post Post(
        UserId by, string key, string text = "hi", long reference = 0, long? replyTo = null, UserId[]? mentions = null) =>
        new(
            Team,
            by,
            reference,
            new MessageId($"m-{by}-{key}-{reference}"),
            Key(key),
            Text(text),
            [.. mentions ?? []],
            replyTo);

    public static RoomCommand.Recall Recall(UserId by, long target, long reference = 0) => new(Team, by, reference, target);

    public static RoomCommand.Edit Edit(UserId by, long target, int version, string text = "better", long reference = 0) =>
        new(Team, by, reference, target, version, Text(text));

    public static RoomCommand.Join Join(UserId by, long reference = 0) => new(Team, by, reference);

    public static RoomCommand.Leave Leave(UserId by, long reference = 0) => new(Team, by, reference);

    public static RoomCommand.MarkRead MarkRead(UserId by, long seq, long reference = 0) => new(Team, by, reference, seq);

    /// <summary>A public channel, made by <paramref name="by"/> with <paramref name="members"/>.</summary>
    public static RoomCommand.Create Create(UserId by, params UserId[] members) =>
        new(Team, by, 0, "Team", RoomKind.Channel, IsPublic: true, [.. members]);

    public static RoomCommand.OpenDirect OpenDirect(UserId by, UserId other, long reference = 0) =>
        new(Team, by, reference, other);

    /// <summary>A message that a room knows of.</summary>
    public static MessageFacts Facts(
        long seq, UserId author, string key, long time = Noon, int version = 1, long? recallSeq = null, string text = "hi") =>
        new(
            seq,
            new MessageId($"m-{seq}"),
            author,
            Key(key),
            time,
            ContentHash.Of(EventCodec.EncodeBody(Posted(seq, author, key, time, text))),
            version,
            seq,
            ContentHash.Of(Text(text).Json.Span),
            recallSeq);

    public static RoomEvent.MessagePosted Posted(
        long seq, UserId author, string key, long time = Noon, string text = "hi", long messageNo = 1) =>
        new(seq, time, author, new MessageId($"m-{seq}"), Key(key), Text(text), [], ReplyTo: null, messageNo);

    public static EncodedEvent Encoded(RoomEvent stored) => new(stored, EventCodec.EncodeBody(stored));

    public static MemberFacts Member(
        UserId user, MemberRole role = MemberRole.Member, long joinedSeq = 2, long? mutedUntil = null) =>
        new(user, role, joinedSeq, mutedUntil);

    /// <summary>A channel that stands at <paramref name="lastSeq"/>.</summary>
    public static RoomSnapshot Snapshot(
        long lastSeq,
        MemberFacts[] members,
        MessageFacts[]? recent = null,
        long lastTime = Noon,
        RoomKind kind = RoomKind.Channel,
        JoinRule joinRule = JoinRule.Open) =>
        new(
            Team,
            kind,
            "Team",
            joinRule == JoinRule.Open,
            joinRule,
            lastSeq,
            lastTime,
            recent?.Length ?? 0,
            members,
            recent ?? [])
        {
            Settings = new RoomSettings
            {
                Name = "Team",
                Announcement = "",
                Avatar = "",
                JoinRule = joinRule,
                IsPublic = joinRule == JoinRule.Open,
                MuteAll = false,
                SlowModeMs = 0,
            },
        };

    /// <summary>Frames of that many events from <paramref name="first"/> on; each frame says its seq.</summary>
    public static ImmutableArray<EventFrame> Frames(long first, int count = 1) =>
        [.. Enumerable.Range(0, count).Select(i => Frame(first + i))];

    public static EventFrame Frame(long seq, UserId? gone = null, int padding = 0) => new(
        seq,
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["type"] = "event",
            ["seq"] = seq,
            ["pad"] = new string('x', padding),
        }),
        gone);
}
