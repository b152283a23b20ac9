namespace AkkaChat.Protocol;

/// <summary>What can be set about a room; null leaves as it is.</summary>
public sealed record RoomSettings
{
    /// <summary>Nothing is set.</summary>
    public static readonly RoomSettings None = new();

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What members should know; empty for nothing.</summary>
    public string? Announcement { get; init; }

    /// <summary>Address of its picture; empty for none.</summary>
    public string? Avatar { get; init; }

    /// <summary>How people come in.</summary>
    public JoinRule? JoinRule { get; init; }

    /// <summary>True if anyone signed in may find and join it.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>True if only admins may speak.</summary>
    public bool? MuteAll { get; init; }

    /// <summary>Milliseconds that a member must wait between two messages; 0 for none.</summary>
    public long? SlowModeMs { get; init; }
}
