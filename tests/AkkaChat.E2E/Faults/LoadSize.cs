namespace AkkaChat.E2E.Faults;

/// <summary>How much goes on while a fault is made.</summary>
public sealed record LoadSize
{
    /// <summary>Clients, spread over the nodes.</summary>
    public int Clients { get; init; } = 12;

    /// <summary>Rooms; every client is in two of three.</summary>
    public int Rooms { get; init; } = 8;

    /// <summary>Rooms that each client talks in, of those that it is in.</summary>
    public int TalksIn { get; init; } = 2;

    /// <summary>Messages of one client that wait for an ack, at most, per room.</summary>
    public int Window { get; init; } = 3;

    /// <summary>Time between two messages of one client in one room, if acks come.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>True for the long set: more of everything, and longer faults.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("AKKACHAT_FAULTS") == "long";

    /// <summary>The size for this run.</summary>
    public static LoadSize Usual => IsLong ? new LoadSize { Clients = 30, Rooms = 20 } : new LoadSize();

    /// <summary>How long a fault lasts that has a length.</summary>
    public static TimeSpan FaultTime => IsLong ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(16);
}
