namespace AkkaChat.E2E.Harness;

/// <summary>How a client connects.</summary>
public sealed record ConnectOptions
{
    /// <summary>Which installation.</summary>
    public string Device { get; init; } = "d-1";

    /// <summary>Which kind of client.</summary>
    public string Platform { get; init; } = "web";

    /// <summary>The last event that it holds of each room.</summary>
    public IReadOnlyDictionary<string, long> Cursors { get; init; } = new Dictionary<string, long>();

    /// <summary>True if it takes several objects in a frame.</summary>
    public bool Batch { get; init; }

    /// <summary>Gets the pushes in place of the list of the client, for streams too long to be kept.</summary>
    public Action<Frame>? OnPush { get; init; }

    /// <summary>How long the client waits for the socket, and for the answer; as long as tests do unless told.</summary>
    public TimeSpan? Patience { get; init; }
}
