using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>Goes to a user's actor, on whatever node it lives.</summary>
/// <param name="User">Which user.</param>
internal abstract record UserCommand(UserId User)
{
    /// <summary>
    /// A session of this user wants its slot; answered with <see cref="UserPush.Registered"/> or
    /// <see cref="UserPush.Displaced"/>. Repeated until it is.
    /// </summary>
    /// <param name="User">Which user.</param>
    /// <param name="Platform">The device slot: one session each.</param>
    /// <param name="Device">Which installation.</param>
    /// <param name="Place">The place that it was given when it registered for the first time; null: this is the first time.</param>
    /// <param name="IsHidden">True if nobody looks at the app: it was hidden, or does not answer.</param>
    public sealed record Register(UserId User, string Platform, DeviceId Device, long? Place, bool IsHidden = false)
        : UserCommand(User);

    /// <summary>The user is in that room since that event.</summary>
    public sealed record RoomEntered(UserId User, RoomId Room, long Seq) : UserCommand(User);

    /// <summary>The user is out of that room, of which its log says nothing.</summary>
    public sealed record RoomLeft(UserId User, RoomId Room) : UserCommand(User);

    /// <summary>Something for all the user's sessions, now or never.</summary>
    public sealed record Tell(UserId User, ReadOnlyMemory<byte> Frame) : UserCommand(User);
}

/// <summary>From a user's actor to the user's sessions.</summary>
internal abstract record UserPush
{
    /// <summary>The session holds its slot.</summary>
    /// <param name="Owner">Who answered: when it stops, or its node is lost, register again, with the same place.</param>
    /// <param name="Place">Where the session stands in the order of the user's sessions; greater is later.</param>
    public sealed record Registered(IActorRef Owner, long Place) : UserPush;

    /// <summary>Whoever sends it stops: register again, with the same place.</summary>
    public sealed record OwnerStopped : UserPush;

    /// <summary>Another session took the slot; true if it was the very same device coming back.</summary>
    public sealed record Displaced(bool SameDevice) : UserPush;

    /// <summary>The user is in that room since that event.</summary>
    public sealed record RoomEntered(RoomId Room, long Seq) : UserPush;

    /// <summary>The user is out of that room, of which its log says nothing.</summary>
    public sealed record RoomLeft(RoomId Room) : UserPush;

    /// <summary>Pass this on.</summary>
    public sealed record Tell(ReadOnlyMemory<byte> Frame) : UserPush;
}
