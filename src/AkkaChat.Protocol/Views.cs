namespace AkkaChat.Protocol;

/// <summary>A person as others see them.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Avatar">Address of their picture, if any.</param>
public sealed record UserView(UserId Id, string Name, string? Avatar);

/// <summary>A room as one user sees it; the entry of a conversation list.</summary>
public sealed record RoomView
{
    /// <summary>Which room.</summary>
    public required RoomId Id { get; init; }

    /// <summary>What sort of room.</summary>
    public required RoomKind Kind { get; init; }

    /// <summary>Its name; in a direct room the other person's.</summary>
    public required string Name { get; init; }

    /// <summary>The other person of a direct room, else null.</summary>
    public UserView? Peer { get; init; }

    /// <summary>The newest event's <c>seq</c>.</summary>
    public required long LastSeq { get; init; }

    /// <summary>Up to where this user has read.</summary>
    public required long ReadSeq { get; init; }

    /// <summary>Messages of others after <see cref="ReadSeq"/>.</summary>
    public required long Unread { get; init; }

    /// <summary>Of those, how many mention this user, up to <see cref="Limits.MaxMentionsCounted"/>.</summary>
    public long MentionUnread { get; init; }

    /// <summary>This user's role; null if the user is not in the room.</summary>
    public required MemberRole? Role { get; init; }

    /// <summary>True while this user silenced the room.</summary>
    public bool Muted { get; init; }

    /// <summary>True while this user pinned the room.</summary>
    public bool Pinned { get; init; }

    /// <summary>The newest message as an encoded, folded event frame; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Last { get; init; }

    /// <summary>When the room last had a message, else when it was made; milliseconds since 1970 UTC.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>What members should know.</summary>
    public string? Announcement { get; init; }

    /// <summary>Address of the room's picture; in a direct room the other person's.</summary>
    public string? Avatar { get; init; }

    /// <summary>Until when this user may not speak; null if they may.</summary>
    public long? MutedUntil { get; init; }

    /// <summary>True while only admins may speak.</summary>
    public bool MuteAll { get; init; }

    /// <summary>Milliseconds that a member must wait between two messages; 0 for none.</summary>
    public long SlowModeMs { get; init; }

    /// <summary>True while this user's request to come in is not answered.</summary>
    public bool Requested { get; init; }

    /// <summary>How people come in.</summary>
    public JoinRule JoinRule { get; init; } = JoinRule.Open;

    /// <summary>How many are in.</summary>
    public long MemberCount { get; init; }

    /// <summary>True if anyone signed in may find and join it.</summary>
    public bool IsPublic { get; init; }
}

/// <summary>A member as others see them.</summary>
/// <param name="User">Who it is.</param>
/// <param name="Role">What they may do.</param>
/// <param name="JoinedAt">Since when; milliseconds since 1970 UTC.</param>
/// <param name="MutedUntil">Until when they can't speak; null if they can.</param>
public sealed record MemberView(UserView User, MemberRole Role, long JoinedAt, long? MutedUntil);

/// <summary>A person in a list, and since when they are on it: who may not come in, who asks to, who is blocked.</summary>
/// <param name="User">Who it is.</param>
/// <param name="Since">Milliseconds since 1970 UTC.</param>
public sealed record PersonView(UserView User, long Since);

/// <summary>A reaction to a message, as one user sees it.</summary>
/// <param name="Emoji">The reaction.</param>
/// <param name="Count">How many people have set it.</param>
/// <param name="Mine">True if this user is one of them.</param>
public readonly record struct ReactionView(string Emoji, long Count, bool Mine);

/// <summary>A message that was found.</summary>
/// <param name="Frame">Its encoded, folded event frame.</param>
/// <param name="Highlights">Where its text has what was looked for, ascending and apart from each other.</param>
public sealed record SearchHit(ReadOnlyMemory<byte> Frame, IReadOnlyList<TextRange> Highlights);

/// <summary>A part of a text, in UTF-16 units.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct TextRange(int Start, int Length);
