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
        if (invited.Count + 1 > room.Options.MaxMembers)
        {
            return Decision.Refuse(ErrorCode.RoomFull);
        }

        var rule = create.IsPublic ? JoinRule.Open : JoinRule.Invite;
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
    public static Decision OpenDirect(RoomState room, RoomCommand.OpenDirect open, long time) => room.Exists
        ? new Decision.Repeated(room.LastSeq, Id: null, room.LastTime)
        : new Decision.Accepted(
        [
            new RoomEvent.RoomCreated(1, time, open.By, "", RoomKind.Direct, IsPublic: false, JoinRule.Invite),
            new RoomEvent.MemberChanged(2, time, open.By, MemberChange.Joined, open.By, MemberRole.Member),
            new RoomEvent.MemberChanged(3, time, open.By, MemberChange.Invited, open.Other, MemberRole.Member),
        ]);

    /// <summary>Coming in.</summary>
    public static Decision Join(RoomState room, RoomCommand.Join join, long time)
    {
        if (room.HasMember(join.By))
        {
            return new Decision.Repeated(room.LastSeq, Id: null, room.LastTime);
        }

        if (room.JoinRule != JoinRule.Open)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        return room.Members.Count >= room.Options.MaxMembers
            ? Decision.Refuse(ErrorCode.RoomFull)
            : Decision.Accept(new RoomEvent.MemberChanged(
                room.LastSeq + 1, time, join.By, MemberChange.Joined, join.By, MemberRole.Member));
    }

    /// <summary>Going out.</summary>
    public static Decision Leave(RoomState room, RoomCommand.Leave leave, long time)
    {
        if (room.Kind == RoomKind.Direct)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        var role = room.Members[leave.By].Role;
        var left = new RoomEvent.MemberChanged(room.LastSeq + 1, time, leave.By, MemberChange.Left, leave.By, role);
        return role == MemberRole.Owner && Heir(room, leave.By) is { } heir
            ? new Decision.Accepted(
            [
                left,
                new RoomEvent.MemberChanged(room.LastSeq + 2, time, leave.By, MemberChange.Role, heir, MemberRole.Owner),
            ])
            : Decision.Accept(left);
    }

    // An owner who goes is followed by the highest role, among equals by the one who has been in longest.
    private static UserId? Heir(RoomState room, UserId owner) => room.Members.Values
        .Where(member => member.User != owner)
        .OrderByDescending(member => member.Role)
        .ThenBy(member => member.JoinedSeq)
        .FirstOrDefault()?.User;
}
