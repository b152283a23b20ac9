using AkkaChat.Bench.Peers;

namespace AkkaChat.Bench.Targets;

/// <summary>All servers that can be measured, by name.</summary>
internal static class TargetCatalog
{
    private static readonly Dictionary<string, Func<TargetOptions, Target>> Makers = new(PeerTargets.Makers, StringComparer.Ordinal)
    {
        ["akkachat-sqlite"] = options => new AkkaChatTarget(options, usesPostgres: false),
        ["akkachat-postgres"] = options => new AkkaChatTarget(options, usesPostgres: true),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Makers.Keys;

    /// <summary>Makes one; nothing runs yet.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Target Create(string name, TargetOptions options) => Makers.TryGetValue(name, out var make)
        ? make(options)
        : throw new ArgumentException($"There is no target '{name}', only: {string.Join(", ", Names)}.");
}
