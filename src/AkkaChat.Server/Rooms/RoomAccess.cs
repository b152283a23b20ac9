using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>Who may see what, asked with a room as the store shows it to somebody: the same permissions, without its actor.</summary>
internal static class RoomAccess
{
    /// <summary>Null if whom <paramref name="view"/> is made for may do that, else why not.</summary>
    /// <param name="view">The room as they see it; null if there is none.</param>
    /// <param name="action">Something that only reads.</param>
    public static ErrorCode? Check(RoomView? view, RoomAction action) => RoomPermissions.Check(
        new Actor(view?.Role),
        action,
        view is null
            ? default
            : new RoomFacts(Exists: true, view.Kind, view.JoinRule, view.IsPublic, view.MuteAll, view.MemberCount));
}
