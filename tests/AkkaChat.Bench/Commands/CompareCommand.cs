using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Scenarios;
using AkkaChat.Bench.Targets;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary><c>compare</c>: several targets in turn, round after round, so that what the machine does besides hits all alike.</summary>
internal static class CompareCommand
{
    private static readonly Option<double> Seconds = RunSettings.Seconds();
    private static readonly Option<double> WarmUp = RunSettings.WarmUp();

    private static readonly Option<string> ScenarioNames = new("--scenarios")
    {
        Description = "Letters with commas between.",
        Required = true,
    };

    private static readonly Option<string> TargetNames = new("--targets")
    {
        Description = "Targets with commas between; the first is what others are held against.",
        Required = true,
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each is measured.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string[]> Servers = new("--server")
    {
        Description = "LABEL=PATH of an AkkaChat.Server.dll; repeatable: builds side by side.",
    };

    private static readonly Option<FileInfo?> Json = new("--json")
    {
        Description = "Where to write all runs; in results/ with the date if not given.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("compare", "Measures targets in turn and shows medians.")
        {
            ScenarioNames, TargetNames, Rounds, Seconds, WarmUp, Servers, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var targets = ComparedTarget.Of(parsed.GetRequiredValue(TargetNames).Split(','), parsed.GetValue(Servers) ?? []);
        var runs = await RunAllAsync(
            [.. parsed.GetRequiredValue(ScenarioNames).Split(',').Select(ScenarioCatalog.Of)],
            targets,
            parsed.GetValue(Rounds),
            TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            TimeSpan.FromSeconds(parsed.GetValue(WarmUp)),
            stop);
        var comparison = new Comparison(DateTimeOffset.UtcNow, MachineInfo.Here(), parsed.GetValue(Rounds), runs);
        ComparisonTable.Write(AnsiConsole.Console, comparison);
        await KeepAsync(comparison, parsed.GetValue(Json)?.FullName, stop);
    }

    private static async Task<List<RunResult>> RunAllAsync(
        IReadOnlyList<Scenario> scenarios,
        IReadOnlyList<ComparedTarget> targets,
        int rounds,
        TimeSpan seconds,
        TimeSpan warmUp,
        CancellationToken stop)
    {
        var runs = new List<RunResult>();
        foreach (var scenario in scenarios)
        {
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var target in targets.Where(target => target.IsAkkaChat || !scenario.IsForAkkaChatOnly))
                {
                    await Console.Error.WriteLineAsync($"round {round} of {rounds}: {scenario.Name} on {target.Label}");
                    await using var measured = target.Create(scenario.Nodes);
                    var result = await LoadRun.RunAsync(scenario, measured, seconds, warmUp, stop);
                    runs.Add(result with { Target = target.Label });
                }
            }
        }

        return runs;
    }

    private static async Task KeepAsync(Comparison comparison, string? path, CancellationToken stop)
    {
        path ??= Path.Combine(
            Directory.CreateDirectory(Path.Combine(SourceTree.Bench, "results")).FullName,
            string.Create(CultureInfo.InvariantCulture, $"{comparison.Date:yyyy-MM-dd-HHmm}.json"));
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(comparison, ResultJson.Options) + "\n", stop);
        AnsiConsole.Console.WriteLine($"Written to {path}");
    }
}
