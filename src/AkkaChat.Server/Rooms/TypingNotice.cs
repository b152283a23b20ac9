using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>A member is writing something. Told to the others now or never; nobody answers.</summary>
/// <param name="Room">Which room.</param>
/// <param name="User">Who is writing.</param>
internal sealed record TypingNotice(RoomId Room, UserId User) : IRoomMessage;
