namespace AkkaChat.Bench.Scenarios;

/// <summary>How long a run is, and who is told how far it is.</summary>
/// <param name="Seconds">How long it is measured.</param>
/// <param name="Progress">Told what goes on, about once a second.</param>
internal sealed record RunOptions(TimeSpan Seconds, Action<string> Progress)
{
    /// <summary>Load before the measurement, in which code is compiled and memory grows to its size.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Set when whoever started the run wants no more of it.</summary>
    public CancellationToken Stop { get; init; }
}
