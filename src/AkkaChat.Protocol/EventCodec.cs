using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>
/// Bytes of events. An event has a header, the same for all kinds, and a body, a JSON object with the members of its kind.
/// The store keeps headers as columns and bodies as they are, so reading a log back needs no parsing.
/// </summary>
public static class EventCodec
{
    /// <summary>The body of a message that was recalled, and of the edits it had.</summary>
    public static ReadOnlyMemory<byte> RecalledBody { get; } = """{"recalled":true}"""u8.ToArray();

    // What the first change of a room is called; it has an event of its own.
    private const string CreatedName = "created";

    /// <summary>The members of <paramref name="stored"/>'s own kind, as a JSON object.</summary>
    public static byte[] EncodeBody(RoomEvent stored) => FrameBuffer.Encode(stored, static (json, stored) =>
    {
        json.WriteStartObject();
        WriteBody(json, stored);
        json.WriteEndObject();
    });

    /// <summary>The frame that clients get: header and body in one object.</summary>
    public static byte[] EncodeFrame(RoomId room, in EventHeader header, ReadOnlyMemory<byte> body) =>
        FrameBuffer.Encode((room, header, body), static (json, parts) =>
        {
            var (room, header, body) = parts;
            json.WriteStartObject();
            json.WriteString("type"u8, "event"u8);
            json.WriteString("room"u8, room.Value);
            json.WriteNumber("seq"u8, header.Seq);
            json.WriteString("kind"u8, header.Kind.Name());
            if (header.Id is { } id)
            {
                json.WriteString("id"u8, id.Value);
            }

            json.WriteString("from"u8, header.From.Value);
            json.WriteNumber("time"u8, header.Time);
            if (header.Key is { } key)
            {
                json.WriteString("clientMsgId"u8, key.Value);
            }

            // What stands between the body's braces goes in as it is; an empty body adds nothing.
            var members = body.Span[1..^1];
            if (!members.IsEmpty)
            {
                var colon = MemberNameEnd(members);
                json.WritePropertyName(members[1..(colon - 1)]);
                json.WriteRawValue(members[(colon + 1)..], skipInputValidation: true);
            }

            json.WriteEndObject();
        });

    /// <summary>The body of a message whose content was replaced by an edit.</summary>
    /// <param name="body">The body as it was posted, or as an earlier edit left it.</param>
    /// <param name="content">The newest content.</param>
    /// <param name="version">The newest version, at least 2.</param>
    public static byte[] FoldEdit(ReadOnlyMemory<byte> body, MessageContent content, int version) =>
        FrameBuffer.Encode((body, content, version), static (json, parts) =>
        {
            json.WriteStartObject();
            json.WritePropertyName("content"u8);
            json.WriteRawValue(parts.content.Json.Span, skipInputValidation: true);
            json.WriteNumber("version"u8, parts.version);
            using var posted = JsonDocument.Parse(parts.body);
            foreach (var member in posted.RootElement.EnumerateObject())
            {
                if (!member.NameEquals("content"u8) && !member.NameEquals("version"u8))
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        });

    /// <summary>Whom a stored message mentions, each once; nobody if it was recalled.</summary>
    /// <param name="body">The stored body.</param>
    /// <exception cref="JsonException">The body is not what <see cref="EncodeBody"/> wrote.</exception>
    public static IReadOnlyCollection<UserId> MentionsOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return [.. Mentions(document.RootElement).Distinct()];
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            throw new JsonException("the body of a message is damaged", fault);
        }
    }

    /// <summary>The event that a stored header and body stand for; null if its content was erased.</summary>
    /// <param name="header">The stored columns.</param>
    /// <param name="body">The stored body.</param>
    /// <param name="messageNo">The row's message number.</param>
    /// <exception cref="JsonException">The body is not what <see cref="EncodeBody"/> wrote.</exception>
    public static RoomEvent? Decode(in EventHeader header, ReadOnlyMemory<byte> body, long messageNo)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.TryGetProperty("recalled"u8, out _) ? null : Decode(header, root, messageNo);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            // What a document throws for a member that is missing or of another type.
            throw new JsonException($"the body of an event of kind {header.Kind} is damaged", fault);
        }
    }

    private static RoomEvent Decode(in EventHeader header, JsonElement root, long messageNo) => header.Kind switch
    {
        EventKind.Message => new RoomEvent.MessagePosted(
            header.Seq,
            header.Time,
            header.From,
            header.Id ?? throw new JsonException("a message without an id"),
            header.Key ?? throw new JsonException("a message without a key"),
            Content(root),
            Mentions(root),
            root.TryGetProperty("replyTo"u8, out var replyTo) ? replyTo.GetInt64() : null,
            messageNo)
        {
            Forward = Forward(root),
        },
        EventKind.Recall => new RoomEvent.MessageRecalled(
            header.Seq, header.Time, header.From, Target(root), Text(root, "reason"u8) == "author"),
        EventKind.Edit => new RoomEvent.MessageEdited(
            header.Seq, header.Time, header.From, Target(root), root.GetProperty("version"u8).GetInt32(), Content(root)),
        EventKind.Member => new RoomEvent.MemberChanged(
            header.Seq,
            header.Time,
            header.From,
            WireNames.MemberChangeOf(Text(root, "change"u8)),
            UserId.Parse(Text(root, "user"u8)),
            WireNames.MemberRoleOf(Text(root, "role"u8)))
        {
            Until = root.GetProperty("until"u8) is { ValueKind: JsonValueKind.Number } until ? until.GetInt64() : null,
        },
        EventKind.Reaction => new RoomEvent.ReactionSet(
            header.Seq, header.Time, header.From, Target(root), Text(root, "emoji"u8), root.GetProperty("on"u8).GetBoolean()),
        EventKind.Room when Text(root, "change"u8) == CreatedName => Created(header, root.GetProperty("value"u8)),
        EventKind.Room => new RoomEvent.RoomChanged(
            header.Seq,
            header.Time,
            header.From,
            WireNames.RoomChangeOf(Text(root, "change"u8)),
            SettingsCodec.Read(root.GetProperty("value"u8))),
        _ => throw new JsonException($"unknown event kind {header.Kind}"),
    };

    private static RoomEvent.RoomCreated Created(in EventHeader header, JsonElement value) => new(
        header.Seq,
        header.Time,
        header.From,
        Text(value, "name"u8),
        WireNames.RoomKindOf(Text(value, "kind"u8)),
        value.GetProperty("public"u8).GetBoolean(),
        WireNames.JoinRuleOf(Text(value, "joinRule"u8)));

    private static long Target(JsonElement root) => root.GetProperty("target"u8).GetInt64();

    private static string Text(JsonElement root, ReadOnlySpan<byte> name) =>
        root.GetProperty(name).GetString() ?? throw new JsonException("null where a text was written");

    private static MessageContent Content(JsonElement root)
    {
        var content = root.GetProperty("content"u8);
        return new MessageContent(Text(content, "kind"u8), JsonMarshal.GetRawUtf8Value(content).ToArray());
    }

    private static ImmutableArray<UserId> Mentions(JsonElement root) =>
        root.TryGetProperty("mentions"u8, out var mentions)
            ? [.. mentions.EnumerateArray().Select(Mention)]
            : [];

    private static UserId Mention(JsonElement user) => UserId.TryParseMention(user.GetString(), out var id)
        ? id
        : throw new JsonException("a mention of nobody");

    private static ForwardOrigin? Forward(JsonElement root) => root.TryGetProperty("forward"u8, out var forward)
        ? new ForwardOrigin(UserId.Parse(Text(forward, "from"u8)), forward.GetProperty("time"u8).GetInt64())
        : null;

    private static void WriteBody(Utf8JsonWriter json, RoomEvent stored)
    {
        switch (stored)
        {
            case RoomEvent.MessagePosted posted:
                WriteContent(json, posted.Content);
                WriteMentions(json, posted.Mentions);
                if (posted.ReplyTo is { } replyTo)
                {
                    json.WriteNumber("replyTo"u8, replyTo);
                }

                if (posted.Forward is { } origin)
                {
                    json.WriteStartObject("forward"u8);
                    json.WriteString("from"u8, origin.From.Value);
                    json.WriteNumber("time"u8, origin.Time);
                    json.WriteEndObject();
                }

                break;
            case RoomEvent.MessageRecalled recalled:
                json.WriteNumber("target"u8, recalled.Target);
                json.WriteString("reason"u8, recalled.ByAuthor ? "author"u8 : "moderator"u8);
                break;
            case RoomEvent.MessageEdited edited:
                json.WriteNumber("target"u8, edited.Target);
                json.WriteNumber("version"u8, edited.Version);
                WriteContent(json, edited.Content);
                break;
            case RoomEvent.ReactionSet reaction:
                json.WriteNumber("target"u8, reaction.Target);
                json.WriteString("emoji"u8, reaction.Emoji);
                json.WriteBoolean("on"u8, reaction.On);
                break;
            case RoomEvent.MemberChanged member:
                json.WriteString("change"u8, member.Change.Name());
                json.WriteString("user"u8, member.User.Value);
                json.WriteString("role"u8, member.Role.Name());
                if (member.Until is { } until)
                {
                    json.WriteNumber("until"u8, until);
                }
                else
                {
                    json.WriteNull("until"u8);
                }

                break;
            case RoomEvent.RoomCreated created:
                json.WriteString("change"u8, CreatedName);
                json.WriteStartObject("value"u8);
                json.WriteString("name"u8, created.Name);
                json.WriteString("kind"u8, created.RoomKind.Name());
                json.WriteBoolean("public"u8, created.IsPublic);
                json.WriteString("joinRule"u8, created.JoinRule.Name());
                json.WriteEndObject();
                break;
            case RoomEvent.RoomChanged changed:
                json.WriteString("change"u8, changed.Change.Name());
                json.WritePropertyName("value"u8);
                SettingsCodec.Write(json, changed.Value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(stored), stored, "unknown event");
        }
    }

    private static void WriteContent(Utf8JsonWriter json, MessageContent content)
    {
        json.WritePropertyName("content"u8);
        json.WriteRawValue(content.Json.Span, skipInputValidation: true);
    }

    private static void WriteMentions(Utf8JsonWriter json, ImmutableArray<UserId> mentions)
    {
        if (mentions.IsDefaultOrEmpty)
        {
            return;
        }

        json.WriteStartArray("mentions"u8);
        foreach (var user in mentions)
        {
            json.WriteStringValue(user.Value);
        }

        json.WriteEndArray();
    }

    // Bodies begin with a member name that we wrote ourselves, which has no escapes: the colon is after its second quote.
    private static int MemberNameEnd(ReadOnlySpan<byte> members) => members[1..].IndexOf((byte)'"') + 2;
}
