namespace AkkaChat.Protocol;

/// <summary>What sort of room it is. Numbers are stored: frozen.</summary>
public enum RoomKind
{
    /// <summary>People who know each other.</summary>
    Group = 1,

    /// <summary>A room around a topic.</summary>
    Channel = 2,

    /// <summary>A live room with very many members: no membership events, no receipts.</summary>
    Broadcast = 3,

    /// <summary>The one room of two people.</summary>
    Direct = 4,
}

/// <summary>What a member may do; strictly ordered. Numbers are stored: frozen.</summary>
public enum MemberRole
{
    /// <summary>Reads and writes.</summary>
    Member = 1,

    /// <summary>Acts on members.</summary>
    Admin = 2,

    /// <summary>Acts on everybody; exactly one, except in direct rooms, which have none.</summary>
    Owner = 3,
}

/// <summary>How people come into a room. Numbers are stored: frozen.</summary>
public enum JoinRule
{
    /// <summary>Whoever asks is in.</summary>
    Open = 1,

    /// <summary>An admin accepts.</summary>
    Approve = 2,

    /// <summary>Only by invitation.</summary>
    Invite = 3,
}

/// <summary>What happened to a membership. Numbers are stored: frozen.</summary>
public enum MemberChange
{
    /// <summary>Came in.</summary>
    Joined = 1,

    /// <summary>Went by themselves.</summary>
    Left = 2,

    /// <summary>Was taken out.</summary>
    Removed = 3,

    /// <summary>Was brought in by somebody.</summary>
    Invited = 4,

    /// <summary>Got another role.</summary>
    Role = 5,

    /// <summary>May not speak until some time.</summary>
    Muted = 6,

    /// <summary>May speak again, before that time.</summary>
    Unmuted = 7,

    /// <summary>Was taken out, if in, and may not come back.</summary>
    Banned = 8,

    /// <summary>May come back.</summary>
    Unbanned = 9,

    /// <summary>Asks to come in.</summary>
    Requested = 10,

    /// <summary>Asked to come in, and may not.</summary>
    Refused = 11,
}

/// <summary>What happened to a room after it was made.</summary>
public enum RoomChange
{
    /// <summary>It has another name.</summary>
    Renamed = 1,

    /// <summary>It has another announcement, or none.</summary>
    Announcement = 2,

    /// <summary>Something else about it was set.</summary>
    Settings = 3,

    /// <summary>It is over, and nobody is in it any more.</summary>
    Dissolved = 4,
}

/// <summary>What an event is. Numbers are stored: frozen.</summary>
public enum EventKind
{
    /// <summary>Somebody said something.</summary>
    Message = 1,

    /// <summary>A message was taken back.</summary>
    Recall = 2,

    /// <summary>A message was changed.</summary>
    Edit = 3,

    /// <summary>Somebody set a reaction to a message, or took one back.</summary>
    Reaction = 4,

    /// <summary>A membership changed.</summary>
    Member = 5,

    /// <summary>The room itself changed.</summary>
    Room = 6,
}
