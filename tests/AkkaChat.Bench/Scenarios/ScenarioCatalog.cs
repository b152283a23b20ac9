using AkkaChat.Bench.Load;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Scenarios;

/// <summary>All scenarios, by letter.</summary>
internal static class ScenarioCatalog
{
    private static readonly Scenario[] All =
    [
        new TrafficScenario("a", "1 room of 1000, 50 messages a second", () => World.Of(1, 1000, 50), new Pace.Open(50)),
        new TrafficScenario("b", "100 rooms of 100, 10 senders each, closed loop", () => World.Of(100, 100, 10), new Pace.Closed(1)),
        new TrafficScenario("c", "1000 pairs, 2000 messages a second", () => World.Of(1000, 2, 2), new Pace.Open(2000)),
        new TrafficScenario("m", "1000 pairs, one message under way in each", () => World.Of(1000, 2, 1), new Pace.Closed(1)),
        new IdleScenario(),
        new SaturationScenario(),
        new TrafficScenario("f", "1 room of 10000 over 3 nodes, 2 messages a second", () => World.Of(1, 10_000, 50), new Pace.Open(2))
        {
            NodeCount = 3,
        },
        new TrafficScenario("g", "as a, but 1 in 100 never reads", () => World.Of(1, 1000, 50), new Pace.Open(50))
        {
            EveryNthNeverReads = 100,
        },
        new HistoryScenario(),
    ];

    /// <summary>Their letters.</summary>
    public static IReadOnlyList<string> Names => [.. All.Select(scenario => scenario.Name)];

    /// <summary>The one of that letter.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Scenario Of(string name) => All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new ArgumentException($"There is no scenario '{name}', only: {string.Join(", ", Names)}.");
}
