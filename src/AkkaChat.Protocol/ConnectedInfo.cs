namespace AkkaChat.Protocol;

/// <summary>What a client learns when its <c>connect</c> was accepted.</summary>
public sealed record ConnectedInfo
{
    /// <summary>Names this session in logs and support requests.</summary>
    public required string Session { get; init; }

    /// <summary>Who the client speaks for.</summary>
    public required UserView User { get; init; }

    /// <summary>The server's clock; milliseconds since 1970 UTC.</summary>
    public required long ServerTime { get; init; }

    /// <summary>After how much silence the server pings.</summary>
    public required TimeSpan Heartbeat { get; init; }

    /// <summary>When the token must have been renewed; milliseconds since 1970 UTC.</summary>
    public required long TokenExpiresAt { get; init; }

    /// <summary>How long an author may recall.</summary>
    public TimeSpan RecallWindow { get; init; } = Limits.RecallWindow;

    /// <summary>The user's conversations, newest first.</summary>
    public required IReadOnlyList<RoomView> Rooms { get; init; }

    /// <summary>True if there are more conversations than that.</summary>
    public required bool More { get; init; }
}
