using System.Text.Json.Serialization;
using AkkaChat.Server.Auth;

namespace AkkaChat.Server.Http;

/// <summary>An entry of a conversation list (protocol §3 and §9); describes it only.</summary>
/// <param name="Id">Which room.</param>
/// <param name="Kind">group, channel, broadcast or dm.</param>
/// <param name="Name">Its name; in a direct room the other person's.</param>
/// <param name="Peer">The other person of a direct room.</param>
/// <param name="LastSeq">The newest event's seq.</param>
/// <param name="ReadSeq">Up to where this user has read.</param>
/// <param name="Unread">Messages of others after that.</param>
/// <param name="MentionUnread">Of those, how many mention this user, up to 100.</param>
/// <param name="Role">member, admin or owner.</param>
/// <param name="Muted">True while this user silenced the room.</param>
/// <param name="Pinned">True while this user pinned the room.</param>
/// <param name="Last">The newest message; null if there is none.</param>
/// <param name="UpdatedAt">When the room last had a message; milliseconds since 1970 UTC.</param>
/// <param name="Announcement">What members should know.</param>
/// <param name="Avatar">Address of the room's picture.</param>
/// <param name="JoinRule">open, approve or invite.</param>
/// <param name="MemberCount">How many are in.</param>
/// <param name="Public">True if anyone signed in may find and join it.</param>
/// <param name="MutedUntil">Until when this user may not speak; milliseconds since 1970 UTC.</param>
/// <param name="MuteAll">True while only owners and admins may speak.</param>
/// <param name="SlowModeMs">Milliseconds that a member must wait between two messages; 0 for none.</param>
/// <param name="Requested">True while this user asks to come in; else missing.</param>
internal sealed record RoomBody(
    string Id,
    string Kind,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserBody? Peer,
    long LastSeq,
    long ReadSeq,
    long Unread,
    long MentionUnread,
    string? Role,
    bool Muted,
    bool Pinned,
    EventBody? Last,
    long UpdatedAt,
    string? Announcement,
    string? Avatar,
    string JoinRule,
    long MemberCount,
    bool Public,
    long? MutedUntil,
    bool MuteAll,
    long SlowModeMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Requested);
