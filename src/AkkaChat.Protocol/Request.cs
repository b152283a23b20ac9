using System.Collections.Immutable;

namespace AkkaChat.Protocol;

/// <summary>What a client asks of the server: one frame, checked for shape and size, not yet for rights.</summary>
/// <param name="Id">What the answer is to carry.</param>
public abstract record Request(RequestId Id)
{
    /// <summary>The first frame of a connection (protocol §3).</summary>
    /// <param name="Id">What the answer is to carry.</param>
    /// <param name="Token">The access token; null if it came with the upgrade.</param>
    /// <param name="Device">Which installation.</param>
    /// <param name="Platform">Which kind of client: <c>[a-z0-9]{1,16}</c>.</param>
    /// <param name="Background">True if the app is hidden.</param>
    /// <param name="Cursors">The last <c>seq</c> that the device holds, per room.</param>
    /// <param name="Batch">True if several objects may come in one frame.</param>
    public sealed record Connect(
        RequestId Id,
        string? Token,
        DeviceId Device,
        string Platform,
        bool Background,
        ImmutableDictionary<RoomId, long> Cursors,
        bool Batch) : Request(Id);

    /// <summary>A newer token for this connection.</summary>
    public sealed record RenewToken(RequestId Id, string Token) : Request(Id);

    /// <summary>The app was hidden or shown.</summary>
    public sealed record SetBackground(RequestId Id, bool On) : Request(Id);

    /// <summary>Asks for a pong. <paramref name="T"/> is a JSON token to echo, if any.</summary>
    public sealed record Ping(RequestId Id, string? T) : Request(Id);

    /// <summary>Answers the server's ping.</summary>
    public sealed record Pong(RequestId Id) : Request(Id);

    /// <summary>Says something in a room (§6).</summary>
    public sealed record Send(
        RequestId Id,
        RoomId Room,
        ClientMessageId Key,
        MessageContent Content,
        ImmutableArray<UserId> Mentions,
        long? ReplyTo) : Request(Id);

    /// <summary>Takes a message back (§8).</summary>
    public sealed record Recall(RequestId Id, RoomId Room, long Target) : Request(Id);

    /// <summary>Changes a message (§8). <paramref name="Version"/> is the version that the author was looking at, 1 at first.</summary>
    public sealed record Edit(RequestId Id, RoomId Room, long Target, int Version, MessageContent Content) : Request(Id);

    /// <summary>Reads a page of the log (§7). At most one of before and after is given.</summary>
    public sealed record History(RequestId Id, RoomId Room, long? Before, long? After, int Limit) : Request(Id)
    {
        /// <summary>Events a page, where the client names no number.</summary>
        public const int DefaultLimit = 50;

        /// <summary>Most events a page.</summary>
        public const int MaxLimit = 100;
    }

    /// <summary>Moves the user's read mark (§7).</summary>
    public sealed record Read(RequestId Id, RoomId Room, long Seq) : Request(Id);

    /// <summary>Asks who has read a message (§7).</summary>
    public sealed record Receipts(RequestId Id, RoomId Room, long Seq) : Request(Id);

    /// <summary>Finds messages by their text (§7).</summary>
    public sealed record Search(RequestId Id, string Query, RoomId? Room, string? Before, int Limit) : Request(Id)
    {
        /// <summary>Hits a page, where the client names no number.</summary>
        public const int DefaultLimit = 20;

        /// <summary>Most hits a page.</summary>
        public const int MaxLimit = 50;
    }

    /// <summary>Lists the user's conversations (§9).</summary>
    public sealed record RoomsList(RequestId Id, string? Cursor, int Limit) : Request(Id)
    {
        /// <summary>Rooms a page, where the client names no number; also the most.</summary>
        public const int MaxLimit = 200;
    }

    /// <summary>Makes a room (§9).</summary>
    public sealed record RoomCreate(
        RequestId Id, RoomId? Room, string Name, RoomKind Kind, bool IsPublic, ImmutableArray<UserId> Members) : Request(Id);

    /// <summary>Asks about a room (§9).</summary>
    public sealed record RoomGet(RequestId Id, RoomId Room) : Request(Id);

    /// <summary>Comes into a room (§9).</summary>
    public sealed record RoomJoin(RequestId Id, RoomId Room) : Request(Id);

    /// <summary>Goes out of a room (§9).</summary>
    public sealed record RoomLeave(RequestId Id, RoomId Room) : Request(Id);

    /// <summary>Lists who is in a room (§9).</summary>
    public sealed record RoomMembers(RequestId Id, RoomId Room, string? Cursor, int Limit) : Request(Id)
    {
        /// <summary>Members a page, where the client names no number; also the most.</summary>
        public const int MaxLimit = 200;
    }

    /// <summary>Opens the one room of this user and another (§9).</summary>
    public sealed record DirectOpen(RequestId Id, UserId User) : Request(Id);

    /// <summary>Asks about a person (§9); about oneself without <paramref name="User"/>.</summary>
    public sealed record UserGet(RequestId Id, UserId? User) : Request(Id);

    /// <summary>Says that the user is writing something in a room (§10). It has no answer, and needs no id.</summary>
    public sealed record Typing(RequestId Id, RoomId Room) : Request(Id);

    /// <summary>Watches these people and no others (§10).</summary>
    public sealed record Presence(RequestId Id, ImmutableArray<UserId> Users) : Request(Id);

    /// <summary>Changes one's own name or picture (§9); null leaves as it is.</summary>
    public sealed record UserUpdate(RequestId Id, string? Name, string? Avatar) : Request(Id);

    /// <summary>Sets a reaction to a message, or takes it back (§8).</summary>
    public sealed record React(RequestId Id, RoomId Room, long Target, string Emoji, bool On) : Request(Id);

    /// <summary>Says messages of one room again in another (§8).</summary>
    /// <param name="Id">What the answer is to carry.</param>
    /// <param name="From">The room where they were said.</param>
    /// <param name="Targets">Which, in the order in which they are said again.</param>
    /// <param name="To">The room where they are said again.</param>
    /// <param name="Key">Idempotency key of the first; those of the others are made of it.</param>
    public sealed record Forward(
        RequestId Id, RoomId From, ImmutableArray<long> Targets, RoomId To, ClientMessageId Key) : Request(Id);

    /// <summary>Changes what is set about a room (§9).</summary>
    public sealed record RoomUpdate(RequestId Id, RoomId Room, RoomSettings Settings) : Request(Id);

    /// <summary>Brings people into a room (§9).</summary>
    public sealed record RoomInvite(RequestId Id, RoomId Room, ImmutableArray<UserId> Users) : Request(Id);

    /// <summary>Takes somebody out of a room (§9).</summary>
    public sealed record RoomRemove(RequestId Id, RoomId Room, UserId User) : Request(Id);

    /// <summary>Gives somebody another role (§9).</summary>
    public sealed record RoomSetRole(RequestId Id, RoomId Room, UserId User, MemberRole Role) : Request(Id);

    /// <summary>Keeps somebody from speaking for a time; lets them speak again after no time (§9).</summary>
    public sealed record RoomMute(RequestId Id, RoomId Room, UserId User, TimeSpan For) : Request(Id);

    /// <summary>Keeps all but admins from speaking, or lets them speak again (§9).</summary>
    public sealed record RoomMuteAll(RequestId Id, RoomId Room, bool On) : Request(Id);

    /// <summary>Takes somebody out of a room for good (§9).</summary>
    public sealed record RoomBan(RequestId Id, RoomId Room, UserId User) : Request(Id);

    /// <summary>Lets somebody come back (§9).</summary>
    public sealed record RoomUnban(RequestId Id, RoomId Room, UserId User) : Request(Id);

    /// <summary>Lists who may not come into a room (§9).</summary>
    public sealed record RoomBans(RequestId Id, RoomId Room, string? Cursor, int Limit) : Request(Id);

    /// <summary>Lists who asks to come into a room (§9).</summary>
    public sealed record RoomJoinRequests(RequestId Id, RoomId Room, string? Cursor, int Limit) : Request(Id);

    /// <summary>Lets somebody in who asked (§9).</summary>
    public sealed record RoomAccept(RequestId Id, RoomId Room, UserId User) : Request(Id);

    /// <summary>Does not let somebody in who asked (§9).</summary>
    public sealed record RoomRefuse(RequestId Id, RoomId Room, UserId User) : Request(Id);

    /// <summary>Ends a room (§9).</summary>
    public sealed record RoomDissolve(RequestId Id, RoomId Room) : Request(Id);

    /// <summary>Puts a room on top of the user's own list, or not (§9).</summary>
    public sealed record RoomPin(RequestId Id, RoomId Room, bool On) : Request(Id);

    /// <summary>Lets a room not disturb the user, or again (§9).</summary>
    public sealed record RoomSilence(RequestId Id, RoomId Room, bool On) : Request(Id);

    /// <summary>Wants to hear nothing of somebody, or again (§9).</summary>
    public sealed record UserBlock(RequestId Id, UserId User, bool On) : Request(Id);

    /// <summary>Lists of whom the user wants to hear nothing (§9).</summary>
    public sealed record UserBlocks(RequestId Id, string? Cursor, int Limit) : Request(Id);
}
