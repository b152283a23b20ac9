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
}
