namespace AkkaChat.E2E.Harness;

/// <summary>Where a server runs. Without anything said: on the loopback, at a free port, in this network.</summary>
public sealed record ServerPlace
{
    /// <summary>The address that it listens at.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port that it listens at.</summary>
    public int Port { get; init; } = ServerProcess.FreePort();

    /// <summary>What comes before the command, such as what enters another network.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Where it keeps its data; one of its own unless told. It is gone at the end.</summary>
    public string? DataDirectory { get; init; }
}
