using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>The rules of what is done to people.</summary>
internal static class ModerationRules
{
    /// <summary>Taking somebody out.</summary>
    public static Decision Remove(RoomState room, RoomCommand.Remove remove, long time) =>
        RefusalOrNeed(room, remove.By, RoomAction.Remove, time, remove.User)
        ?? Change(room, remove.By, time, MemberChange.Removed, remove.User);

    /// <summary>Giving somebody another role. Who makes another one the owner becomes an admin.</summary>
    public static Decision SetRole(RoomState room, RoomCommand.SetRole set, long time)
    {
        if (RefusalOrNeed(room, set.By, RoomAction.SetRole, time, set.User) is { } refusal)
        {
            return refusal;
        }

        if (room.People.RoleOf(set.User) == set.Role)
        {
            return Nothing(room);
        }

        var given = new RoomEvent.MemberChanged(room.LastSeq + 1, time, set.By, MemberChange.Role, set.User, set.Role);
        return set.Role == MemberRole.Owner && room.People.Owner is { } owner
            ? new Decision.Accepted(
            [
                given,
                new RoomEvent.MemberChanged(room.LastSeq + 2, time, set.By, MemberChange.Role, owner, MemberRole.Admin),
            ])
            : Decision.Accept(given);
    }

    /// <summary>Keeping somebody from speaking, or letting them speak again.</summary>
    public static Decision Mute(RoomState room, RoomCommand.Mute mute, long time)
    {
        if (RefusalOrNeed(room, mute.By, RoomAction.Mute, time, mute.User) is { } refusal)
        {
            return refusal;
        }

        var isMuted = room.People.MutedUntil(mute.User) > time;
        if (mute.For == TimeSpan.Zero)
        {
            return isMuted ? Change(room, mute.By, time, MemberChange.Unmuted, mute.User) : Nothing(room);
        }

        return !isMuted && room.People.MuteCount(time) >= room.Options.MaxMutes
            ? Decision.Refuse(ErrorCode.TooLarge)
            : Change(room, mute.By, time, MemberChange.Muted, mute.User, time + (long)mute.For.TotalMilliseconds);
    }

    /// <summary>Taking somebody out for good, whether they are in or not.</summary>
    public static Decision Ban(RoomState room, RoomCommand.Ban ban, long time)
    {
        if (RefusalOrNeed(room, ban.By, RoomAction.Ban, time, ban.User) is { } refusal)
        {
            return refusal;
        }

        if (room.People.IsBanned(ban.User))
        {
            return Nothing(room);
        }

        return room.People.BanCount >= room.Options.MaxBans
            ? Decision.Refuse(ErrorCode.TooLarge)
            : Change(room, ban.By, time, MemberChange.Banned, ban.User);
    }

    /// <summary>Letting somebody come back.</summary>
    public static Decision Unban(RoomState room, RoomCommand.Unban unban, long time)
    {
        if (Refusal(room, unban.By, RoomAction.Unban, time, unban.User) is { } refusal)
        {
            return refusal;
        }

        return room.People.IsBanned(unban.User)
            ? Change(room, unban.By, time, MemberChange.Unbanned, unban.User)
            : Nothing(room);
    }

    /// <summary>Hearing nothing of the other one of a direct room, or again.</summary>
    public static Decision Block(RoomState room, RoomCommand.Block block) =>
        room.Exists && room.Kind != RoomKind.Direct ? Decision.Refuse(ErrorCode.Forbidden) : new Decision.Blocks(block.On);

    /// <summary>There is nothing to do: it stands in the log, or was never otherwise.</summary>
    public static Decision Nothing(RoomState room) => new Decision.Repeated(room.LastSeq, Id: null, room.LastTime);

    /// <summary>Why that may not be done; null if it may.</summary>
    public static Decision? Refusal(RoomState room, UserId by, RoomAction action, long time, UserId? target = null) =>
        Decision.RefuseFor(room.Check(by, action, time, target));

    /// <summary>One change of one membership; the role of somebody who has none is that of a member.</summary>
    public static Decision Change(
        RoomState room, UserId by, long time, MemberChange change, UserId user, long? until = null) =>
        Decision.Accept(new RoomEvent.MemberChanged(
            room.LastSeq + 1, time, by, change, user, room.People.RoleOf(user) ?? MemberRole.Member)
        {
            Until = until,
        });

    // A broadcast room does not know all its members by heart; for whoever may do it to nobody, none is looked up.
    private static Decision? RefusalOrNeed(RoomState room, UserId by, RoomAction action, long time, UserId target)
    {
        if (room.Kind == RoomKind.Broadcast
            && !room.People.Knows(target)
            && room.Check(by, action, time) is not ErrorCode.Forbidden)
        {
            return new Decision.NeedsMember(target);
        }

        return Refusal(room, by, action, time, target);
    }
}
