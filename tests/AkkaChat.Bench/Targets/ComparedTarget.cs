namespace AkkaChat.Bench.Targets;

/// <summary>A target of a comparison; of AkkaChat, perhaps a certain build.</summary>
/// <param name="Name">The target.</param>
/// <param name="Label">What it is called in the results.</param>
/// <param name="ServerProgram">The program, if it is not that of this build.</param>
internal sealed record ComparedTarget(string Name, string Label, string? ServerProgram)
{
    /// <summary>True for AkkaChat itself.</summary>
    public bool IsAkkaChat => Name.StartsWith("akkachat", StringComparison.Ordinal);

    /// <summary>The targets of these names, each AkkaChat once for each of <paramref name="builds"/> (<c>LABEL=PATH</c>) if there are any.</summary>
    public static IReadOnlyList<ComparedTarget> Of(IEnumerable<string> names, IReadOnlyList<string> builds) =>
        [.. names.SelectMany(name => Of(name, builds))];

    /// <summary>Makes it, for so many nodes.</summary>
    public Target Create(int nodes) => TargetCatalog.Create(Name, new TargetOptions { Nodes = nodes, ServerProgram = ServerProgram });

    private static IEnumerable<ComparedTarget> Of(string name, IReadOnlyList<string> builds)
    {
        var plain = new ComparedTarget(name, name, null);
        return !plain.IsAkkaChat || builds.Count == 0
            ? [plain]
            : builds.Select(build => build.Split('=', 2)).Select(build => new ComparedTarget(name, $"{name}@{build[0]}", build[1]));
    }
}
