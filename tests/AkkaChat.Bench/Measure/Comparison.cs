namespace AkkaChat.Bench.Measure;

/// <summary>The runs of one <c>compare</c>, as they are kept.</summary>
/// <param name="Date">When it ended.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Rounds">How often each pair of scenario and target was measured.</param>
/// <param name="Runs">Every run, in the order in which they were.</param>
internal sealed record Comparison(DateTimeOffset Date, MachineInfo Machine, int Rounds, IReadOnlyList<RunResult> Runs)
{
    /// <summary>The scenarios, in order.</summary>
    public IEnumerable<string> Scenarios() => Runs.Select(run => run.Scenario).Distinct();

    /// <summary>The targets that have runs of a scenario, in order.</summary>
    public IReadOnlyList<string> TargetsOf(string scenario) =>
        [.. Runs.Where(run => run.Scenario == scenario).Select(run => run.Target).Distinct()];

    /// <summary>The median of a figure; null if no run has it.</summary>
    public double? Median(string scenario, string target, Func<RunResult, double?> figure)
    {
        var values = Runs
            .Where(run => run.Scenario == scenario && run.Target == target)
            .Select(figure)
            .OfType<double>()
            .Order()
            .ToArray();
        return values.Length switch
        {
            0 => null,
            var count when count % 2 == 1 => values[count / 2],
            var count => (values[count / 2 - 1] + values[count / 2]) / 2,
        };
    }
}
