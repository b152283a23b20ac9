using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>Goes to a room, on whatever node it lives.</summary>
internal interface IRoomMessage
{
    /// <summary>Which room.</summary>
    RoomId Room { get; }
}

/// <summary>Asks a room to change; answered with a <see cref="RoomReply"/> that carries the same <see cref="Ref"/>.</summary>
/// <param name="Room">Which room.</param>
/// <param name="By">Who asks.</param>
/// <param name="Ref">What the asker knows the answer by.</param>
internal abstract record RoomCommand(RoomId Room, UserId By, long Ref) : IRoomMessage
{
    /// <summary>Say something. <paramref name="Id"/> names the message if it is new.</summary>
    public sealed record Post(
        RoomId Room,
        UserId By,
        long Ref,
        MessageId Id,
        ClientMessageId Key,
        MessageContent Content,
        ImmutableArray<UserId> Mentions,
        long? ReplyTo) : RoomCommand(Room, By, Ref);

    /// <summary>Take a message back.</summary>
    public sealed record Recall(RoomId Room, UserId By, long Ref, long Target) : RoomCommand(Room, By, Ref);

    /// <summary>Change a message. <paramref name="Version"/> is the version that the author was looking at.</summary>
    public sealed record Edit(RoomId Room, UserId By, long Ref, long Target, int Version, MessageContent Content)
        : RoomCommand(Room, By, Ref);

    /// <summary>Make the room, with its first members beside the maker.</summary>
    public sealed record Create(
        RoomId Room, UserId By, long Ref, string Name, RoomKind Kind, bool IsPublic, ImmutableArray<UserId> Members)
        : RoomCommand(Room, By, Ref);

    /// <summary>Make the one room of two people, unless it is there.</summary>
    public sealed record OpenDirect(RoomId Room, UserId By, long Ref, UserId Other) : RoomCommand(Room, By, Ref);

    /// <summary>Come in.</summary>
    public sealed record Join(RoomId Room, UserId By, long Ref) : RoomCommand(Room, By, Ref);

    /// <summary>Go out.</summary>
    public sealed record Leave(RoomId Room, UserId By, long Ref) : RoomCommand(Room, By, Ref);

    /// <summary>Move one's read mark. Not an event of the log.</summary>
    public sealed record MarkRead(RoomId Room, UserId By, long Ref, long Seq) : RoomCommand(Room, By, Ref);

    /// <summary>Set a reaction to a message, or take it back.</summary>
    public sealed record React(RoomId Room, UserId By, long Ref, long Target, string Emoji, bool On)
        : RoomCommand(Room, By, Ref);

    /// <summary>Say again what was said in another room.</summary>
    public sealed record Forward(
        RoomId Room, UserId By, long Ref, ClientMessageId Key, ImmutableArray<ForwardedMessage> Messages)
        : RoomCommand(Room, By, Ref);

    /// <summary>Set something about the room.</summary>
    public sealed record Update(RoomId Room, UserId By, long Ref, RoomSettings Settings) : RoomCommand(Room, By, Ref);

    /// <summary>Bring people in.</summary>
    public sealed record Invite(RoomId Room, UserId By, long Ref, ImmutableArray<UserId> Users) : RoomCommand(Room, By, Ref);

    /// <summary>Take somebody out.</summary>
    public sealed record Remove(RoomId Room, UserId By, long Ref, UserId User) : RoomCommand(Room, By, Ref);

    /// <summary>Give somebody another role; a new owner takes the place of the old one.</summary>
    public sealed record SetRole(RoomId Room, UserId By, long Ref, UserId User, MemberRole Role) : RoomCommand(Room, By, Ref);

    /// <summary>Keep somebody from speaking for a time; after no time they may speak again.</summary>
    public sealed record Mute(RoomId Room, UserId By, long Ref, UserId User, TimeSpan For) : RoomCommand(Room, By, Ref);

    /// <summary>Take somebody out for good.</summary>
    public sealed record Ban(RoomId Room, UserId By, long Ref, UserId User) : RoomCommand(Room, By, Ref);

    /// <summary>Let somebody come back.</summary>
    public sealed record Unban(RoomId Room, UserId By, long Ref, UserId User) : RoomCommand(Room, By, Ref);

    /// <summary>Let somebody in who asked.</summary>
    public sealed record Accept(RoomId Room, UserId By, long Ref, UserId User) : RoomCommand(Room, By, Ref);

    /// <summary>Do not let somebody in who asked.</summary>
    public sealed record Refuse(RoomId Room, UserId By, long Ref, UserId User) : RoomCommand(Room, By, Ref);

    /// <summary>End the room.</summary>
    public sealed record Dissolve(RoomId Room, UserId By, long Ref) : RoomCommand(Room, By, Ref);

    /// <summary>
    /// Hear nothing of somebody, or again. It goes to the direct room of the two, whether there is one or not: what is said
    /// there keeps its order with it. Not an event of the log.
    /// </summary>
    public sealed record Block(RoomId Room, UserId By, long Ref, UserId Other, bool On) : RoomCommand(Room, By, Ref);
}

/// <summary>A message to be said again.</summary>
/// <param name="Id">What it is called if it is new.</param>
/// <param name="Content">What it says.</param>
/// <param name="Origin">Who said it first, and when.</param>
internal sealed record ForwardedMessage(MessageId Id, MessageContent Content, ForwardOrigin Origin);
