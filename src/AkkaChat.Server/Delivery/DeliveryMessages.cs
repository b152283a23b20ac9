using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>From a Delivery to a room.</summary>
internal abstract record InterestCommand(RoomId Room) : IRoomMessage
{
    /// <summary>Send me your events from now on; answered with <see cref="FeedMessage.Subscribed"/>.</summary>
    public sealed record Subscribe(RoomId Room) : InterestCommand(Room);

    /// <summary>Nobody here is in the room any more.</summary>
    public sealed record Unsubscribe(RoomId Room) : InterestCommand(Room);

    /// <summary>The answer to <see cref="FeedMessage.Interested"/>.</summary>
    public sealed record Interest(RoomId Room, bool Yes) : InterestCommand(Room);
}

/// <summary>From a room to the Deliveries of the nodes.</summary>
internal abstract record FeedMessage(RoomId Room)
{
    /// <summary>A room starts: is anybody there who is in it? Answered with <see cref="InterestCommand.Interest"/>.</summary>
    public sealed record Interested(RoomId Room) : FeedMessage(Room);

    /// <summary>Whatever the room commits after this will be sent to you.</summary>
    public sealed record Subscribed(RoomId Room) : FeedMessage(Room);

    /// <summary>Committed events, encoded once.</summary>
    public sealed record Events(RoomId Room, ImmutableArray<EventFrame> Frames) : FeedMessage(Room);

    /// <summary>The log stands there, whoever wrote it.</summary>
    public sealed record Head(RoomId Room, long LastSeq) : FeedMessage(Room);

    /// <summary>Something for all members, or all but one, that is not an event of the log.</summary>
    public sealed record Ephemeral(RoomId Room, ReadOnlyMemory<byte> Frame, UserId? Except = null) : FeedMessage(Room);
}

/// <summary>From a session to the Delivery of its node.</summary>
internal abstract record AttachCommand : INoSerializationVerificationNeeded
{
    /// <summary>
    /// The session wants these rooms' events. Its user is known to be in each of them as of that <c>seq</c>: an older leave is
    /// no news.
    /// </summary>
    /// <param name="User">Whose session it is.</param>
    /// <param name="Rooms">The rooms, each with that <c>seq</c>.</param>
    /// <param name="Writer">Where events may be written while the session is in step; null to be told all of them.</param>
    public sealed record Attach(UserId User, ImmutableArray<(RoomId Room, long AsOf)> Rooms, SocketWriter? Writer)
        : AttachCommand;

    /// <summary>The session is in step with that room, and asks for its events to be written; answered with a mark.</summary>
    public sealed record Write(RoomId Room) : AttachCommand;

    /// <summary>The session has dealt with all that it was told before the mark, and is in step, or is not.</summary>
    public sealed record Marked(RoomId Room, int Turn, bool InStep) : AttachCommand;

    /// <summary>The session wants nothing more of that room: its user is not in it.</summary>
    public sealed record Detach(RoomId Room) : AttachCommand;
}

/// <summary>From a Delivery to a session of its node.</summary>
internal abstract record DeliveryPush(RoomId Room) : INoSerializationVerificationNeeded
{
    /// <summary>Every event after <paramref name="LastSeq"/> will follow; up to it, read the store.</summary>
    public sealed record Attached(RoomId Room, long LastSeq) : DeliveryPush(Room);

    /// <summary>The room's next events, without gaps.</summary>
    public sealed record Events(RoomId Room, ImmutableArray<EventFrame> Frames) : DeliveryPush(Room);

    /// <summary>Nothing of the room follows until this is answered with <see cref="AttachCommand.Marked"/>.</summary>
    public sealed record Mark(RoomId Room, int Turn) : DeliveryPush(Room);

    /// <summary>The client is slow: the room's events come as messages again.</summary>
    public sealed record Lagging(RoomId Room) : DeliveryPush(Room);

    /// <summary>The Delivery stops: nothing of this room, or of any other of its rooms, will follow.</summary>
    public sealed record Lost(RoomId Room) : DeliveryPush(Room);

    /// <summary>The user is out of the room; nothing of it will follow.</summary>
    public sealed record Detached(RoomId Room) : DeliveryPush(Room);

    /// <summary>Something to pass on now or never.</summary>
    public sealed record Ephemeral(RoomId Room, ReadOnlyMemory<byte> Frame) : DeliveryPush(Room);
}
