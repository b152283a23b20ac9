using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>The rules of what is set about a room.</summary>
internal static class SettingsRules
{
    /// <summary>What is set about a room that was just made.</summary>
    public static RoomSettings Of(RoomEvent.RoomCreated created) => new()
    {
        Name = created.Name,
        Announcement = string.Empty,
        Avatar = string.Empty,
        JoinRule = created.JoinRule,
        IsPublic = created.IsPublic,
        MuteAll = false,
        SlowModeMs = 0,
    };

    /// <summary>What is set after a change.</summary>
    public static RoomSettings After(RoomSettings before, RoomSettings change) => new()
    {
        Name = change.Name ?? before.Name,
        Announcement = change.Announcement ?? before.Announcement,
        Avatar = change.Avatar ?? before.Avatar,
        JoinRule = change.JoinRule ?? before.JoinRule,
        IsPublic = change.IsPublic ?? before.IsPublic,
        MuteAll = change.MuteAll ?? before.MuteAll,
        SlowModeMs = change.SlowModeMs ?? before.SlowModeMs,
    };

    /// <summary>Setting something: an event for the name, one for the announcement, one for all else that is other than before.</summary>
    public static Decision Update(RoomState room, RoomCommand.Update update, long time)
    {
        if (ModerationRules.Refusal(room, update.By, RoomAction.Update, time) is { } refusal)
        {
            return refusal;
        }

        if (room.Kind == RoomKind.Broadcast && update.Settings.JoinRule is not (null or JoinRule.Open))
        {
            return Decision.Refuse(ErrorCode.Forbidden); // people come by themselves
        }

        var change = Difference(room.Settings, update.Settings);
        var events = ImmutableArray.CreateBuilder<RoomEvent>();
        Add(RoomChange.Renamed, new RoomSettings { Name = change.Name });
        Add(RoomChange.Announcement, new RoomSettings { Announcement = change.Announcement });
        Add(RoomChange.Settings, change with { Name = null, Announcement = null });
        return events.Count == 0 ? ModerationRules.Nothing(room) : new Decision.Accepted(events.ToImmutable());

        void Add(RoomChange kind, RoomSettings value)
        {
            if (value != RoomSettings.None)
            {
                events.Add(new RoomEvent.RoomChanged(room.LastSeq + events.Count + 1, time, update.By, kind, value));
            }
        }
    }

    /// <summary>Ending the room.</summary>
    public static Decision Dissolve(RoomState room, RoomCommand.Dissolve dissolve, long time) =>
        ModerationRules.Refusal(room, dissolve.By, RoomAction.Dissolve, time)
        ?? Decision.Accept(new RoomEvent.RoomChanged(
            room.LastSeq + 1, time, dissolve.By, RoomChange.Dissolved, RoomSettings.None));

    private static RoomSettings Difference(RoomSettings before, RoomSettings wanted) => new()
    {
        Name = wanted.Name == before.Name ? null : wanted.Name,
        Announcement = wanted.Announcement == before.Announcement ? null : wanted.Announcement,
        Avatar = wanted.Avatar == before.Avatar ? null : wanted.Avatar,
        JoinRule = wanted.JoinRule == before.JoinRule ? null : wanted.JoinRule,
        IsPublic = wanted.IsPublic == before.IsPublic ? null : wanted.IsPublic,
        MuteAll = wanted.MuteAll == before.MuteAll ? null : wanted.MuteAll,
        SlowModeMs = wanted.SlowModeMs == before.SlowModeMs ? null : wanted.SlowModeMs,
    };
}
