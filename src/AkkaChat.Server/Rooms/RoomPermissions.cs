using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>Somebody who wants something of a room.</summary>
/// <param name="Role">Their role; null if they are not in it.</param>
/// <param name="IsBanned">True if they may not come in.</param>
/// <param name="IsMuted">True if somebody has muted them, and that is not over.</param>
/// <param name="IsBlocked">True if the other one of a direct room has blocked them.</param>
internal readonly record struct Actor(MemberRole? Role, bool IsBanned = false, bool IsMuted = false, bool IsBlocked = false);

/// <summary>The room, as far as it decides who may do what.</summary>
/// <param name="Exists">True if it was made and not dissolved.</param>
/// <param name="Kind">What sort of room.</param>
/// <param name="JoinRule">How people come in.</param>
/// <param name="IsPublic">True if anyone signed in may find it.</param>
/// <param name="MuteAll">True if only admins may speak.</param>
/// <param name="MemberCount">How many are in.</param>
internal readonly record struct RoomFacts(
    bool Exists, RoomKind Kind, JoinRule JoinRule, bool IsPublic = false, bool MuteAll = false, long MemberCount = 2);

/// <summary>Whom it is done to, where it is done to somebody.</summary>
/// <param name="Role">Their role; null if they are not in the room.</param>
/// <param name="IsSelf">True if it is whoever does it.</param>
internal readonly record struct Target(MemberRole? Role, bool IsSelf = false);

/// <summary>
/// Who may do what: the one place that says so, for sockets, HTTP and administration alike. It looks at what it is given
/// and at nothing else. Times, versions and repetitions are the rules' business.
/// </summary>
internal static class RoomPermissions
{
    /// <summary>Null if it is allowed, else why not.</summary>
    public static ErrorCode? Check(Actor actor, RoomAction action, RoomFacts room, Target target = default)
    {
        if (!room.Exists)
        {
            return ErrorCode.NotFound;
        }

        return action switch
        {
            RoomAction.SeeDoor => SeeDoor(actor, room),
            RoomAction.Join => Join(actor, room),
            _ when actor.Role is null => actor.IsBanned ? ErrorCode.Banned : ErrorCode.NotMember,
            RoomAction.Read or RoomAction.SeeMembers or RoomAction.Arrange or RoomAction.Unreact => null,
            RoomAction.SeeReceipts => SeeReceipts(room),
            RoomAction.Post or RoomAction.React => Speak(actor, room),
            RoomAction.Type => room.Kind == RoomKind.Broadcast ? ErrorCode.Forbidden : Speak(actor, room),
            RoomAction.MentionAll => IsRun(room) && IsAdmin(actor) ? Speak(actor, room) : ErrorCode.Forbidden,
            RoomAction.Edit => target.IsSelf ? Speak(actor, room) : ErrorCode.Forbidden,
            RoomAction.Recall => target.IsSelf || (IsRun(room) && IsAdmin(actor)) ? null : ErrorCode.Forbidden,
            _ when !IsRun(room) => ErrorCode.Forbidden,
            RoomAction.Leave => null,
            RoomAction.Invite => Invite(actor, room),
            RoomAction.Remove or RoomAction.Mute => ActOn(actor, target, least: MemberRole.Admin),
            RoomAction.SetRole => ActOn(actor, target, least: MemberRole.Owner),
            RoomAction.Ban => IsAdmin(actor) && !target.IsSelf && IsAbove(actor, target) ? null : ErrorCode.Forbidden,
            RoomAction.Unban or RoomAction.Admit or RoomAction.SeeApplicants or RoomAction.Update =>
                IsAdmin(actor) ? null : ErrorCode.Forbidden,
            RoomAction.Dissolve => actor.Role == MemberRole.Owner ? null : ErrorCode.Forbidden,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "unknown action"),
        };
    }

    // A direct room has nobody who runs it.
    private static bool IsRun(RoomFacts room) => room.Kind != RoomKind.Direct;

    private static bool IsAdmin(Actor actor) => actor.Role >= MemberRole.Admin;

    // Roles are strictly ordered; who has none is below all.
    private static bool IsAbove(Actor actor, Target target) => target.Role is null || actor.Role > target.Role;

    private static ErrorCode? SeeDoor(Actor actor, RoomFacts room)
    {
        if (actor.Role is not null)
        {
            return null;
        }

        if (actor.IsBanned)
        {
            return ErrorCode.Banned;
        }

        return room.IsPublic || room.JoinRule != JoinRule.Invite ? null : ErrorCode.NotMember;
    }

    private static ErrorCode? Join(Actor actor, RoomFacts room)
    {
        if (actor.Role is not null)
        {
            return null; // a repetition
        }

        if (actor.IsBanned)
        {
            return ErrorCode.Banned;
        }

        return room.JoinRule == JoinRule.Invite ? ErrorCode.Forbidden : null;
    }

    private static ErrorCode? SeeReceipts(RoomFacts room) =>
        room.Kind == RoomKind.Broadcast || room.MemberCount > Limits.MaxReceiptMembers ? ErrorCode.TooLarge : null;

    private static ErrorCode? Speak(Actor actor, RoomFacts room)
    {
        if (actor.IsBlocked)
        {
            return ErrorCode.Blocked;
        }

        // Nobody could let an owner speak again who was muted before.
        var isMuted = (actor.IsMuted && actor.Role != MemberRole.Owner) || (room.MuteAll && !IsAdmin(actor));
        return isMuted ? ErrorCode.Muted : null;
    }

    // In a room whose admins look at everybody who comes, and in one for all, members bring nobody past them.
    private static ErrorCode? Invite(Actor actor, RoomFacts room)
    {
        if (room.Kind == RoomKind.Broadcast)
        {
            return ErrorCode.Forbidden; // people come by themselves
        }

        return IsAdmin(actor) || (room.Kind == RoomKind.Group && room.JoinRule != JoinRule.Approve)
            ? null
            : ErrorCode.Forbidden;
    }

    private static ErrorCode? ActOn(Actor actor, Target target, MemberRole least)
    {
        if (actor.Role < least || target.IsSelf)
        {
            return ErrorCode.Forbidden;
        }

        if (target.Role is null)
        {
            return ErrorCode.NotFound;
        }

        return IsAbove(actor, target) ? null : ErrorCode.Forbidden;
    }
}
