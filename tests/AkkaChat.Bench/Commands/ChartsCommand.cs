using System.CommandLine;
using System.Text.Json;
using AkkaChat.Bench.Measure;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary><c>charts</c>: pictures of a comparison.</summary>
internal static class ChartsCommand
{
    // Where the load is the same for all, so that CPU per delivery can be compared.
    private static readonly string[] DeliveryScenarios = ["a", "b", "c", "m"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var input = new Option<FileInfo[]>("--input")
        {
            Description = "What compare wrote; repeatable, for scenarios that were compared one by one. The newest of results/ if not given.",
        };
        var output = new Option<DirectoryInfo?>("--output") { Description = "Where to; beside the input if not given." };
        var command = new Command("charts", "Draws a comparison as SVG.") { input, output };
        command.SetAction(async parsed =>
        {
            var files = parsed.GetValue(input) is { Length: > 0 } given ? [.. given.Select(file => file.FullName)] : new[] { Newest() };
            var folder = Directory.CreateDirectory(parsed.GetValue(output)?.FullName ?? Path.GetDirectoryName(files[0])!).FullName;
            var comparison = await ReadAsync(files);
            foreach (var scenario in DeliveryScenarios)
            {
                var title = $"Server CPU per delivery, scenario {scenario} (us, less is better)";
                await DrawAsync(folder, $"cpu-{scenario}.svg", title, comparison, scenario, run => run.CpuPerDelivery);
            }

            await DrawAsync(
                folder, "throughput.svg", "Deliveries a second, scenario m (more is better)", comparison, "m", run => run.DeliveriesPerSecond);
            await DrawAsync(
                folder, "memory.svg", "Memory per idle connection (KB, less is better)", comparison, "d", run => run.KilobytesPerConnection);
        });
        return command;
    }

    private static async Task<Comparison> ReadAsync(IEnumerable<string> files)
    {
        Comparison? all = null;
        foreach (var file in files)
        {
            var one = JsonSerializer.Deserialize<Comparison>(await File.ReadAllTextAsync(file), ResultJson.Options)!;
            all = all is null ? one : all with { Runs = [.. all.Runs, .. one.Runs] };
        }

        return all!;
    }

    private static async Task DrawAsync(
        string folder, string name, string title, Comparison comparison, string scenario, Func<RunResult, double?> figure)
    {
        var bars = comparison.TargetsOf(scenario)
            .Select(target => (Label: target, Value: comparison.Median(scenario, target, figure)))
            .Where(bar => bar.Value is not null)
            .Select(bar => (bar.Label, bar.Value!.Value))
            .OrderBy(bar => bar.Value)
            .ToArray();
        if (bars.Length == 0)
        {
            return;
        }

        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, BarChart.Draw(title, bars));
        AnsiConsole.Console.WriteLine($"Written to {path}");
    }

    private static string Newest() =>
        Directory.GetFiles(Path.Combine(SourceTree.Bench, "results"), "*.json").Order(StringComparer.Ordinal).LastOrDefault()
        ?? throw new InvalidOperationException("There are no results yet: run compare first.");
}
