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
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var scenarios = new Option<string>("--scenarios") { Description = "Letters with commas between.", Required = true };
        var targets = new Option<string>("--targets") { Description = "Targets with commas between; the first is what others are held against.", Required = true };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => 15 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds of load before that.", DefaultValueFactory = _ => 8 };
        var servers = new Option<string[]>("--server") { Description = "LABEL=PATH of an AkkaChat.Server.dll; repeatable: builds side by side." };
        var json = new Option<FileInfo?>("--json") { Description = "Where to write all runs; in results/ with the date if not given." };
        var command = new Command("compare", "Measures targets in turn and shows medians.")
        {
            scenarios, targets, rounds, seconds, warmUp, servers, json,
        };
        command.SetAction(async parsed =>
        {
            var entries = ComparedTarget.Of(
                parsed.GetRequiredValue(targets).Split(','), parsed.GetValue(servers) ?? []);
            var runs = await RunAllAsync(
                [.. parsed.GetRequiredValue(scenarios).Split(',').Select(ScenarioCatalog.Of)],
                entries,
                parsed.GetValue(rounds),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(warmUp)));
            var comparison = new Comparison(DateTimeOffset.UtcNow, MachineInfo.Here(), parsed.GetValue(rounds), runs);
            ComparisonTable.Write(AnsiConsole.Console, comparison);
            await KeepAsync(comparison, parsed.GetValue(json)?.FullName);
        });
        return command;
    }

    private static async Task<List<RunResult>> RunAllAsync(
        IReadOnlyList<Scenario> scenarios, IReadOnlyList<ComparedTarget> targets, int rounds, TimeSpan seconds, TimeSpan warmUp)
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
                    var result = await LoadRun.RunAsync(scenario, measured, seconds, warmUp);
                    runs.Add(result with { Target = target.Label });
                }
            }
        }

        return runs;
    }

    private static async Task KeepAsync(Comparison comparison, string? path)
    {
        path ??= Path.Combine(
            Directory.CreateDirectory(Path.Combine(SourceTree.Bench, "results")).FullName,
            string.Create(CultureInfo.InvariantCulture, $"{comparison.Date:yyyy-MM-dd-HHmm}.json"));
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(comparison, ResultJson.Options) + "\n");
        AnsiConsole.Console.WriteLine($"Written to {path}");
    }
}
