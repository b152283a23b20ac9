namespace AkkaChat.Protocol;

/// <summary>Wire names of the vocabulary.</summary>
public static class WireNames
{
    /// <summary>The name on the wire.</summary>
    public static string Name(this RoomKind kind) => kind switch
    {
        RoomKind.Group => "group",
        RoomKind.Channel => "channel",
        RoomKind.Broadcast => "broadcast",
        RoomKind.Direct => "dm",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown room kind"),
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(this MemberRole role) => role switch
    {
        MemberRole.Member => "member",
        MemberRole.Admin => "admin",
        MemberRole.Owner => "owner",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "unknown role"),
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(this JoinRule rule) => rule switch
    {
        JoinRule.Open => "open",
        JoinRule.Approve => "approve",
        JoinRule.Invite => "invite",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "unknown join rule"),
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(this MemberChange change) => change switch
    {
        MemberChange.Joined => "joined",
        MemberChange.Left => "left",
        MemberChange.Removed => "removed",
        MemberChange.Invited => "invited",
        MemberChange.Role => "role",
        MemberChange.Muted => "muted",
        MemberChange.Unmuted => "unmuted",
        MemberChange.Banned => "banned",
        MemberChange.Unbanned => "unbanned",
        MemberChange.Requested => "requested",
        MemberChange.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "unknown membership change"),
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(this RoomChange change) => change switch
    {
        RoomChange.Renamed => "renamed",
        RoomChange.Announcement => "announcement",
        RoomChange.Settings => "settings",
        RoomChange.Dissolved => "dissolved",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "unknown room change"),
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(this EventKind kind) => kind switch
    {
        EventKind.Message => "message",
        EventKind.Recall => "recall",
        EventKind.Edit => "edit",
        EventKind.Reaction => "reaction",
        EventKind.Member => "member",
        EventKind.Room => "room",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown event kind"),
    };

    /// <summary>The name on the wire.</summary>
    public static string Name(this PresenceKind kind) => kind switch
    {
        PresenceKind.Online => "online",
        PresenceKind.Away => "away",
        PresenceKind.Offline => "offline",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown presence"),
    };

    /// <summary>The kind of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static RoomKind RoomKindOf(string name) => Of<RoomKind>(name, Name);

    /// <summary>The role of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static MemberRole MemberRoleOf(string name) => Of<MemberRole>(name, Name);

    /// <summary>The join rule of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static JoinRule JoinRuleOf(string name) => Of<JoinRule>(name, Name);

    /// <summary>The membership change of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static MemberChange MemberChangeOf(string name) => Of<MemberChange>(name, Name);

    /// <summary>The room change of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static RoomChange RoomChangeOf(string name) => Of<RoomChange>(name, Name);

    private static T Of<T>(string name, Func<T, string> nameOf)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (nameOf(value) == name)
            {
                return value;
            }
        }

        throw new FormatException($"unknown {typeof(T).Name}");
    }
}
