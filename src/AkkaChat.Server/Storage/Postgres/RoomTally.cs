using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>The counters of a room's row while a batch is written: read under its lock, saved once.</summary>
/// <param name="room">Which room.</param>
/// <param name="lastSeq">The newest event's <c>seq</c> as read; 0 before the room begins.</param>
internal sealed class RoomTally(RoomId room, long lastSeq)
{
    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>The newest <c>seq</c> as it was read: what the row must still say when it is saved.</summary>
    public long Expected { get; } = lastSeq;

    /// <summary>The newest event's <c>seq</c>.</summary>
    public long LastSeq { get; set; } = lastSeq;

    /// <summary>What sort of room; none where there is no such room.</summary>
    public RoomKind Kind { get; init; }

    /// <summary>True once it is over.</summary>
    public bool IsDissolved { get; set; }

    /// <summary>True if this batch ended it.</summary>
    public bool IsDissolvedNow { get; set; }

    /// <summary>What this batch set about it; the last word on each.</summary>
    public RoomSettings Settings { get; private set; } = RoomSettings.None;

    /// <summary>True if people came or went without an event.</summary>
    public bool IsRecounted { get; set; }

    /// <summary>The newest event's time.</summary>
    public long LastTime { get; set; }

    /// <summary>How many messages were ever posted.</summary>
    public long MessageCount { get; set; }

    /// <summary>How many people are in.</summary>
    public long MemberCount { get; set; }

    /// <summary>The newest message's <c>seq</c>, if there is one.</summary>
    public long? LastMessageSeq { get; set; }

    /// <summary>When the room last had a message, else when it was made.</summary>
    public long UpdatedAt { get; set; }

    /// <summary>True if the row must be saved.</summary>
    public bool IsChanged => LastSeq != Expected || IsRecounted;

    /// <summary>True if its settings must be saved.</summary>
    public bool IsSet => IsDissolvedNow || Settings != RoomSettings.None;

    /// <summary>Takes what is set about it now.</summary>
    public void Set(RoomSettings settings) => Settings = Settings with
    {
        Name = settings.Name ?? Settings.Name,
        Announcement = settings.Announcement ?? Settings.Announcement,
        Avatar = settings.Avatar ?? Settings.Avatar,
        JoinRule = settings.JoinRule ?? Settings.JoinRule,
        IsPublic = settings.IsPublic ?? Settings.IsPublic,
        MuteAll = settings.MuteAll ?? Settings.MuteAll,
        SlowModeMs = settings.SlowModeMs ?? Settings.SlowModeMs,
    };
}
