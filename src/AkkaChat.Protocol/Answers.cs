namespace AkkaChat.Protocol;

/// <summary>Encodes the frames that answer a request. Each is written once, in UTF-8, without line breaks.</summary>
public static class Answers
{
    private const string OkType = "ok";

    /// <summary>Done, and there is nothing to tell.</summary>
    public static byte[] Ok(RequestId id) => Frame.Answer(OkType, id, 0, static (_, _) => { });

    /// <summary>The connection has a session now.</summary>
    public static byte[] Connected(RequestId id, ConnectedInfo info) =>
        Frame.Answer(OkType, id, info, static (json, info) =>
        {
            json.WriteString("session"u8, info.Session);
            ViewWriter.WriteUser(json, info.User);
            json.WriteNumber("serverTime"u8, info.ServerTime);
            json.WriteNumber("heartbeatMs"u8, (long)info.Heartbeat.TotalMilliseconds);
            json.WriteNumber("tokenExpiresAt"u8, info.TokenExpiresAt);
            json.WriteStartObject("limits"u8);
            json.WriteNumber("maxFrameBytes"u8, Limits.MaxFrameBytes);
            json.WriteNumber("maxTextChars"u8, Limits.MaxTextChars);
            json.WriteNumber("recallWindowMs"u8, (long)info.RecallWindow.TotalMilliseconds);
            json.WriteEndObject();
            ViewWriter.WriteRooms(json, info.Rooms);
            json.WriteBoolean("more"u8, info.More);
        });

    /// <summary>The event is stored; <paramref name="messageId"/> is null if it is no message.</summary>
    public static byte[] Ack(RequestId id, RoomId room, long seq, MessageId? messageId, long? time, bool duplicate) =>
        Frame.Answer("ack", id, new AckView(room, seq, messageId, time, duplicate), ViewWriter.WriteAck);

    /// <summary>The request was not carried out. The message is <paramref name="detail"/>, else the code's sentence.</summary>
    public static byte[] Error(RequestId id, ErrorCode code, string? detail = null, int? retryAfterMs = null) =>
        Frame.Answer("error", id, (code, detail, retryAfterMs), static (json, error) =>
        {
            json.WriteString("code"u8, error.code.Name());
            json.WriteString("message"u8, error.detail ?? error.code.Sentence());
            json.WriteBoolean("temporary"u8, error.code.IsTemporary());
            if (error.retryAfterMs is { } wait)
            {
                json.WriteNumber("retryAfterMs"u8, wait);
            }
        });

    /// <summary>A room, as this user sees it.</summary>
    public static byte[] Room(RequestId id, RoomView room) => Frame.Answer(OkType, id, room, ViewWriter.WriteRoom);

    /// <summary>A page of rooms; <paramref name="cursor"/> is null on the last.</summary>
    public static byte[] Rooms(RequestId id, IReadOnlyList<RoomView> rooms, string? cursor) =>
        Frame.Answer(OkType, id, (rooms, cursor), ViewWriter.WriteRoomPage);

    /// <summary>A page of a log: encoded event frames, ascending by <c>seq</c>.</summary>
    public static byte[] Events(RequestId id, IReadOnlyList<ReadOnlyMemory<byte>> frames, bool more) =>
        Frame.Answer(OkType, id, (frames, more), ViewWriter.WriteEventPage);

    /// <summary>A page of members; <paramref name="cursor"/> is null on the last.</summary>
    public static byte[] Members(RequestId id, IReadOnlyList<MemberView> members, string? cursor) =>
        Frame.Answer(OkType, id, (members, cursor), static (json, page) =>
        {
            json.WriteStartArray("members"u8);
            foreach (var member in page.members)
            {
                ViewWriter.WriteObject(json, member);
            }

            json.WriteEndArray();
            json.WriteString("cursor"u8, page.cursor);
        });

    /// <summary>A page of who may not come into a room; <paramref name="cursor"/> is null on the last.</summary>
    public static byte[] Bans(RequestId id, IReadOnlyList<PersonView> people, string? cursor) =>
        People(id, "bans", people, cursor);

    /// <summary>A page of who asks to come into a room; <paramref name="cursor"/> is null on the last.</summary>
    public static byte[] JoinRequests(RequestId id, IReadOnlyList<PersonView> people, string? cursor) =>
        People(id, "requests", people, cursor);

    /// <summary>A page of whom the user has blocked; <paramref name="cursor"/> is null on the last.</summary>
    public static byte[] Blocks(RequestId id, IReadOnlyList<PersonView> people, string? cursor) =>
        People(id, "blocks", people, cursor);

    /// <summary>Where the user's read mark is now.</summary>
    public static byte[] Read(RequestId id, long seq) =>
        Frame.Answer(OkType, id, seq, static (json, seq) => json.WriteNumber("seq"u8, seq));

    /// <summary>Who has read a message and who has not.</summary>
    public static byte[] Receipts(RequestId id, IReadOnlyList<UserId> read, IReadOnlyList<UserId> unread) =>
        Frame.Answer(OkType, id, (read, unread), static (json, receipts) =>
        {
            ViewWriter.WriteIds(json, "read", receipts.read);
            ViewWriter.WriteIds(json, "unread", receipts.unread);
            json.WriteNumber("readCount"u8, receipts.read.Count);
            json.WriteNumber("unreadCount"u8, receipts.unread.Count);
        });

    /// <summary>Messages found, newest first; <paramref name="before"/> asks for more and is null on the last page.</summary>
    public static byte[] Search(RequestId id, IReadOnlyList<SearchHit> hits, string? before) =>
        Frame.Answer(OkType, id, (hits, before), static (json, page) =>
        {
            ViewWriter.WriteHits(json, page.hits);
            json.WriteString("before"u8, page.before);
        });

    private static byte[] People(RequestId id, string name, IReadOnlyList<PersonView> people, string? cursor) =>
        Frame.Answer(OkType, id, (name, people, cursor), static (json, page) =>
            ViewWriter.WritePeople(json, page.name, page.people, page.cursor));

    /// <summary>A person.</summary>
    public static byte[] User(RequestId id, UserView user) => Frame.Answer(OkType, id, user, ViewWriter.WriteUser);

    /// <summary>Whether those who are watched are there.</summary>
    public static byte[] Presence(RequestId id, IReadOnlyList<PresenceView> states) =>
        Frame.Answer(OkType, id, states, static (json, states) =>
        {
            json.WriteStartArray("states"u8);
            foreach (var presence in states)
            {
                json.WriteStartObject();
                ViewWriter.WritePresence(json, presence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>The newer token counts.</summary>
    public static byte[] TokenRenewed(RequestId id, long tokenExpiresAt) =>
        Frame.Answer(OkType, id, tokenExpiresAt, static (json, at) => json.WriteNumber("tokenExpiresAt"u8, at));

    /// <summary>The server is there; <paramref name="tJson"/> is the ping's <c>t</c> as it came.</summary>
    public static byte[] Pong(RequestId id, string? tJson) => Frame.Answer("pong", id, tJson, static (json, t) =>
    {
        if (t is not null)
        {
            json.WritePropertyName("t"u8);
            json.WriteRawValue(t, skipInputValidation: true);
        }
    });
}
