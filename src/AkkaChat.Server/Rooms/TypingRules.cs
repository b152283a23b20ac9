using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>The rules of showing that somebody is writing.</summary>
internal static class TypingRules
{
    /// <summary>True if the members may see that <paramref name="user"/> is writing.</summary>
    /// <param name="room">The room.</param>
    /// <param name="user">Who is writing.</param>
    /// <param name="now">The clock, in milliseconds since 1970 UTC.</param>
    public static bool MayShow(RoomState room, UserId user, long now) =>
        room.Members.Count <= Limits.MaxTypingMembers && room.Check(user, RoomAction.Type, now) is null;
}
