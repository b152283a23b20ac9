using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>What a room needs to wake up.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Kind">What sort of room.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">True if anyone signed in may join.</param>
/// <param name="JoinRule">How people come in.</param>
/// <param name="LastSeq">The newest event's <c>seq</c>.</param>
/// <param name="LastTime">The newest event's time.</param>
/// <param name="MessageCount">How many messages were ever posted.</param>
/// <param name="Members">Everybody who is in, by user id; of a broadcast room only who has a role or is muted.</param>
/// <param name="Recent">
/// The newest messages, ascending: at most <see cref="MaxRecent"/>, and fewer where many other events lie between them.
/// </param>
internal sealed record RoomSnapshot(
    RoomId Room,
    RoomKind Kind,
    string Name,
    bool IsPublic,
    JoinRule JoinRule,
    long LastSeq,
    long LastTime,
    long MessageCount,
    IReadOnlyList<MemberFacts> Members,
    IReadOnlyList<MessageFacts> Recent)
{
    /// <summary>How many messages a room knows by heart: enough for the resends of a weak network, small enough to wake quickly.</summary>
    public const int MaxRecent = 200;

    /// <summary>What is set about it; nothing in here is null.</summary>
    public RoomSettings Settings { get; init; } = RoomSettings.None;

    /// <summary>True once it was dissolved.</summary>
    public bool IsDissolved { get; init; }

    /// <summary>Who may not come in.</summary>
    public IReadOnlyList<UserId> Bans { get; init; } = [];

    /// <summary>Who asks to come in.</summary>
    public IReadOnlyList<UserId> Requests { get; init; } = [];

    /// <summary>Who may not speak, in the room or out of it, and until when; not whose time was over at the newest event.</summary>
    public IReadOnlyDictionary<UserId, long> Mutes { get; init; } = ImmutableDictionary<UserId, long>.Empty;

    /// <summary>In a direct room: who of the two has blocked the other.</summary>
    public IReadOnlyList<UserId> Blockers { get; init; } = [];
}

/// <summary>A reaction, as the rules need it.</summary>
/// <param name="IsOn">True if it is set.</param>
/// <param name="Seq">The event that set it or took it back last; null if there was none.</param>
/// <param name="Kinds">How many different reactions the message has besides this one.</param>
internal sealed record ReactionFacts(bool IsOn, long? Seq, int Kinds);

/// <summary>A page of people.</summary>
internal sealed record PeoplePage(IReadOnlyList<PersonView> People, string? Cursor)
{
    /// <summary>The page that begins a list by user id.</summary>
    /// <param name="people">What was read: one more than the page may hold, if there is one.</param>
    /// <param name="limit">How many the page may hold.</param>
    public static PeoplePage Of(List<PersonView> people, int limit) => people.Count > limit
        ? new PeoplePage(people.GetRange(0, limit), new PageCursor(0, people[limit - 1].User.Id.Value).ToString())
        : new PeoplePage(people, null);
}

/// <summary>A member, as the rules need it.</summary>
/// <param name="User">Who it is.</param>
/// <param name="Role">What they may do.</param>
/// <param name="JoinedSeq">The event by which they came in.</param>
/// <param name="MutedUntil">Until when they can't speak; milliseconds since 1970 UTC, null if they can.</param>
internal sealed record MemberFacts(UserId User, MemberRole Role, long JoinedSeq, long? MutedUntil);

/// <summary>A message, as the rules need it: everything but what it says.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Id">Its name.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Key">The author's key.</param>
/// <param name="Time">When; milliseconds since 1970 UTC.</param>
/// <param name="PostHash">Hash of what was sent first: content, mentions, reply.</param>
/// <param name="Version">1, or the number of the newest edit.</param>
/// <param name="VersionSeq">The <c>seq</c> of the newest edit; the message's own if there is none.</param>
/// <param name="VersionHash">Hash of the newest content.</param>
/// <param name="RecallSeq">The <c>seq</c> of its recall; null if it stands.</param>
internal sealed record MessageFacts(
    long Seq,
    MessageId Id,
    UserId Author,
    ClientMessageId Key,
    long Time,
    long PostHash,
    int Version,
    long VersionSeq,
    long VersionHash,
    long? RecallSeq)
{
    /// <summary>Those of a message as it is posted.</summary>
    /// <param name="posted">The message.</param>
    /// <param name="body">Its encoded body.</param>
    public static MessageFacts Of(RoomEvent.MessagePosted posted, ReadOnlySpan<byte> body) => new(
        posted.Seq,
        posted.Id,
        posted.From,
        posted.Key,
        posted.Time,
        ContentHash.Of(body),
        Version: 1,
        VersionSeq: posted.Seq,
        VersionHash: ContentHash.Of(posted.Content.Json.Span),
        RecallSeq: null);
}

/// <summary>Which conversations to list.</summary>
/// <param name="User">Whose.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
/// <param name="Limit">How many at most, 1–200.</param>
internal sealed record ConversationQuery(UserId User, string? Cursor, int Limit);

/// <summary>A page of conversations.</summary>
/// <param name="Rooms">The rooms, newest first.</param>
/// <param name="Cursor">Where the next page starts; null if this is the last.</param>
/// <param name="Rest">Rooms beyond a first page, each with its newest <c>seq</c>; empty for later pages.</param>
internal sealed record ConversationPage(
    IReadOnlyList<RoomView> Rooms, string? Cursor, IReadOnlyList<(RoomId Room, long LastSeq)> Rest);

/// <summary>Which events to read.</summary>
/// <param name="Room">Of which room.</param>
/// <param name="Reader">For whom; null: for the server itself.</param>
/// <param name="Before">Only events below, the newest of them; null with <paramref name="After"/> null: from the end.</param>
/// <param name="After">Only events above, the oldest of them.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="MaxBytes">Stop before the frames exceed this; at least one event is given.</param>
/// <param name="Folded">True: messages with their edits applied (history). False: as they were appended (resume).</param>
internal sealed record EventQuery(
    RoomId Room, UserId? Reader, long? Before, long? After, int Limit, int MaxBytes, bool Folded);

/// <summary>A page of events.</summary>
/// <param name="Events">Each with its encoded frame, ascending by <c>seq</c>.</param>
/// <param name="More">True if there is more in the direction read.</param>
/// <param name="LastSeq">The room's newest <c>seq</c> when the page was read.</param>
internal sealed record EventPage(IReadOnlyList<EventFrame> Events, bool More, long LastSeq);

/// <summary>One event as clients get it.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Frame">The encoded frame.</param>
/// <param name="Gone">Who is out of the room by this event; null for nearly all.</param>
internal readonly record struct EventFrame(long Seq, ReadOnlyMemory<byte> Frame, UserId? Gone)
{
    /// <summary>True if everybody is out of the room by this event.</summary>
    public bool EndsRoom { get; init; }
}

/// <summary>A page of members.</summary>
internal sealed record MemberPage(IReadOnlyList<MemberView> Members, string? Cursor);

/// <summary>Who has read a message and who has not. Sending implies having read, so the author has.</summary>
internal sealed record ReceiptList(IReadOnlyList<UserId> Read, IReadOnlyList<UserId> Unread);

/// <summary>What to look for.</summary>
/// <param name="User">Who looks; only rooms they are in are searched.</param>
/// <param name="Text">What was typed: 1–200 characters.</param>
/// <param name="Room">Only in this room; null for all.</param>
/// <param name="Before">Where the page before ended; null for the first.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record SearchQuery(UserId User, string Text, RoomId? Room, string? Before, int Limit);

/// <summary>A page of search hits, newest first.</summary>
internal sealed record SearchPage(IReadOnlyList<SearchHit> Hits, string? Before);

/// <summary>A refresh token as the store keeps it: the hash, never the token.</summary>
/// <param name="Hash">SHA-256 of the token, in hex.</param>
/// <param name="Family">Names all tokens that follow from one sign-in.</param>
/// <param name="User">Whose it is.</param>
/// <param name="ExpiresAt">Milliseconds since 1970 UTC.</param>
/// <param name="UsedAt">When another took its place; null while it is the newest.</param>
internal sealed record RefreshToken(string Hash, string Family, UserId User, long ExpiresAt, long? UsedAt);

/// <summary>Somebody who is known elsewhere too.</summary>
/// <param name="Provider">Where.</param>
/// <param name="Subject">By which id there.</param>
/// <param name="User">Who it is here.</param>
/// <param name="Union">By which id in all programs of the same owner there; null if that is not known.</param>
internal sealed record ExternalIdentity(string Provider, string Subject, UserId User, string? Union);
