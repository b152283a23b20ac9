using System.CommandLine;
using System.Text.Json;
using AkkaChat.Bench.Scenarios;
using AkkaChat.Bench.Targets;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary><c>load</c>: one scenario, one target, one run.</summary>
internal static class LoadCommand
{
    private static readonly Option<double> Seconds = RunSettings.Seconds();
    private static readonly Option<double> WarmUp = RunSettings.WarmUp();

    private static readonly Option<string> TargetName = new("--target")
    {
        Description = "What is measured: " + string.Join(", ", TargetCatalog.Names),
        Required = true,
    };

    private static readonly Option<string> ScenarioName = new("--scenario")
    {
        Description = "Which load: " + string.Join(", ", ScenarioCatalog.Names),
        Required = true,
    };

    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Where to write the figures." };

    private static readonly Option<string?> Server = new("--server")
    {
        Description = "AkkaChat.Server.dll to measure; that of this build if none is given.",
    };

    private static readonly Option<string[]> Environment = new("--env")
    {
        Description = "NAME=VALUE for the environment of AkkaChat; repeatable.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("load", "Puts one load on one server.")
        {
            TargetName, ScenarioName, Seconds, WarmUp, Json, Server, Environment,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var scenario = ScenarioCatalog.Of(parsed.GetRequiredValue(ScenarioName));
        var options = new TargetOptions
        {
            ServerProgram = parsed.GetValue(Server),
            Nodes = scenario.Nodes,
            Environment = (parsed.GetValue(Environment) ?? [])
                .Select(pair => pair.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => pair[1]),
        };
        await using var target = TargetCatalog.Create(parsed.GetRequiredValue(TargetName), options);
        var result = await LoadRun.RunAsync(
            scenario,
            target,
            TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            TimeSpan.FromSeconds(parsed.GetValue(WarmUp)),
            stop);
        ResultTable.Write(AnsiConsole.Console, scenario, result);
        if (parsed.GetValue(Json) is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(result, ResultJson.Options) + "\n", stop);
        }
    }
}
