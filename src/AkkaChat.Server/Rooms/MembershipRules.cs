using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>The rules of making rooms, and of coming into them and out.</summary>
internal static class MembershipRules
{
    /// <summary>Making a room.</summary>
    public static Decision Create(RoomState room, RoomCommand.Create create, long time)
    {
        if (room.Exists)
        {
            return Decision.Refuse(ErrorCode.AlreadyExists);
        }

        var invited = create.Members.Where(user => user != create.By).ToList();
        if (create.Kind == RoomKind.Broadcast && invited.Count > 0)
        {
            return Decision.Refuse(ErrorCode.Forbidden); // people come by themselves
        }

        if (invited.Count + 1 > room.Options.MaxMembers)
        {
            return Decision.Refuse(ErrorCode.RoomFull);
        }

        var rule = create.IsPublic || create.Kind == RoomKind.Broadcast ? JoinRule.Open : JoinRule.Invite;
        var events = ImmutableArray.CreateBuilder<RoomEvent>();
        events.Add(new RoomEvent.RoomCreated(1, time, create.By, create.Name, create.Kind, create.IsPublic, rule));
        if (create.By != UserId.System)
        {
            events.Add(new RoomEvent.MemberChanged(2, time, create.By, MemberChange.Joined, create.By, MemberRole.Owner));
        }

        foreach (var user in invited)
        {
            var change = new RoomEvent.MemberChanged(
                events.Count + 1, time, create.By, MemberChange.Invited, user, MemberRole.Member);
            events.Add(change);
        }

        return new Decision.Accepted(events.ToImmutable());
    }

    /// <summary>Making the one room of two people, or finding it.</summary>
    public static Decision OpenDirect(RoomState room, RoomCommand.OpenDirect open, long time)
    {
        if (room.Exists)
        {
            return ModerationRules.Nothing(room);
        }

        return room.People.KnowsBlocks
            ? new Decision.Accepted(
            [
                new RoomEvent.RoomCreated(1, time, open.By, "", RoomKind.Direct, IsPublic: false, JoinRule.Invite),
                new RoomEvent.MemberChanged(2, time, open.By, MemberChange.Joined, open.By, MemberRole.Member),
                new RoomEvent.MemberChanged(3, time, open.By, MemberChange.Invited, open.Other, MemberRole.Member),
            ])
            : new Decision.NeedsBlocks(open.By, open.Other);
    }

    /// <summary>Coming in, or asking to where admins decide.</summary>
    public static Decision Join(RoomState room, RoomCommand.Join join, long time)
    {
        if (ModerationRules.Refusal(room, join.By, RoomAction.Join, time) is { } refusal)
        {
            return refusal;
        }

        if (room.RoleOf(join.By) is not null)
        {
            return ModerationRules.Nothing(room);
        }

        if (room.Settings.JoinRule == JoinRule.Approve)
        {
            if (room.People.HasAsked(join.By))
            {
                return ModerationRules.Nothing(room);
            }

            return room.People.RequestCount >= room.Options.MaxJoinRequests
                ? Decision.Refuse(ErrorCode.RoomFull)
                : ModerationRules.Change(room, join.By, time, MemberChange.Requested, join.By);
        }

        var until = MutedUntil(room, join.By, time);
        if (room.Kind == RoomKind.Broadcast && until is null)
        {
            return new Decision.Follows(On: true);
        }

        return room.Kind != RoomKind.Broadcast && room.Members.Count >= room.Options.MaxMembers
            ? Decision.Refuse(ErrorCode.RoomFull)
            : ModerationRules.Change(room, join.By, time, MemberChange.Joined, join.By, until);
    }

    /// <summary>Bringing people in. Those who are in already don't count; if one may not come in, nobody does.</summary>
    public static Decision Invite(RoomState room, RoomCommand.Invite invite, long time)
    {
        if (ModerationRules.Refusal(room, invite.By, RoomAction.Invite, time) is { } refusal)
        {
            return refusal;
        }

        var coming = invite.Users.Where(user => !room.HasMember(user)).ToList();
        if (coming.Exists(room.People.IsBanned))
        {
            return Decision.Refuse(ErrorCode.Banned);
        }

        if (room.Members.Count + coming.Count > room.Options.MaxMembers)
        {
            return Decision.Refuse(ErrorCode.RoomFull);
        }

        return coming.Count == 0
            ? ModerationRules.Nothing(room)
            : new Decision.Accepted(
                [.. coming.Select((user, index) => new RoomEvent.MemberChanged(
                    room.LastSeq + index + 1, time, invite.By, MemberChange.Invited, user, MemberRole.Member)
                {
                    Until = MutedUntil(room, user, time),
                })]);
    }

    /// <summary>Letting somebody in who asked.</summary>
    public static Decision Accept(RoomState room, RoomCommand.Accept accept, long time)
    {
        if (ModerationRules.Refusal(room, accept.By, RoomAction.Admit, time) is { } refusal)
        {
            return refusal;
        }

        if (room.HasMember(accept.User))
        {
            return ModerationRules.Nothing(room);
        }

        if (!room.People.HasAsked(accept.User))
        {
            return Decision.Refuse(ErrorCode.NotFound);
        }

        return room.Members.Count >= room.Options.MaxMembers
            ? Decision.Refuse(ErrorCode.RoomFull)
            : ModerationRules.Change(
                room, accept.By, time, MemberChange.Joined, accept.User, MutedUntil(room, accept.User, time));
    }

    /// <summary>Not letting somebody in who asked.</summary>
    public static Decision Refuse(RoomState room, RoomCommand.Refuse refuse, long time) =>
        ModerationRules.Refusal(room, refuse.By, RoomAction.Admit, time)
        ?? (room.People.HasAsked(refuse.User)
            ? ModerationRules.Change(room, refuse.By, time, MemberChange.Refused, refuse.User)
            : Decision.Refuse(ErrorCode.NotFound));

    /// <summary>Going out.</summary>
    public static Decision Leave(RoomState room, RoomCommand.Leave leave, long time)
    {
        if (ModerationRules.Refusal(room, leave.By, RoomAction.Leave, time) is { } refusal)
        {
            return refusal;
        }

        if (!room.Members.TryGetValue(leave.By, out var member))
        {
            return room.Kind == RoomKind.Broadcast
                ? new Decision.Follows(On: false)
                : Decision.Refuse(ErrorCode.NotMember);
        }

        var left = new RoomEvent.MemberChanged(
            room.LastSeq + 1, time, leave.By, MemberChange.Left, leave.By, member.Role);
        return member.Role == MemberRole.Owner && HeirOf(room, leave.By) is { } heir
            ? new Decision.Accepted(
            [
                left,
                new RoomEvent.MemberChanged(room.LastSeq + 2, time, leave.By, MemberChange.Role, heir, MemberRole.Owner),
            ])
            : Decision.Accept(left);
    }

    // Going and coming back ends no mute.
    private static long? MutedUntil(RoomState room, UserId user, long time) =>
        room.People.MutedUntil(user) is { } until && until > time ? until : null;

    // Of the members of a broadcast room only those are known who have a role, and those who are muted.
    private static UserId? HeirOf(RoomState room, UserId owner) =>
        room.People.HeirOf(owner, room.Kind == RoomKind.Broadcast ? MemberRole.Admin : MemberRole.Member);
}
