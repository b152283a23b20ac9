namespace AkkaChat.Bench.Targets;

/// <summary>What a run says about its server.</summary>
internal sealed record TargetOptions
{
    /// <summary>The program of AkkaChat to measure; that of this build if null. Peers do not look at it.</summary>
    public string? ServerProgram { get; init; }

    /// <summary>How many nodes.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Further environment of the server, such as settings of the runtime.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
