using System.CommandLine;
using System.Text.Json;
using AkkaChat.Bench.Scenarios;
using AkkaChat.Bench.Targets;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary><c>load</c>: one scenario, one target, one run.</summary>
internal static class LoadCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var target = new Option<string>("--target") { Description = "What is measured: " + string.Join(", ", TargetCatalog.Names), Required = true };
        var scenario = new Option<string>("--scenario") { Description = "Which load: " + string.Join(", ", ScenarioCatalog.Names), Required = true };
        var seconds = new Option<double>("--seconds") { Description = "How long it is measured.", DefaultValueFactory = _ => 15 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds of load before that.", DefaultValueFactory = _ => 8 };
        var json = new Option<FileInfo?>("--json") { Description = "Where to write the figures as JSON." };
        var server = new Option<string?>("--server") { Description = "AkkaChat.Server.dll to measure; that of this build if none is given." };
        var environment = new Option<string[]>("--env") { Description = "NAME=VALUE for the environment of AkkaChat; repeatable." };
        var command = new Command("load", "Puts one load on one server.") { target, scenario, seconds, warmUp, json, server, environment };
        command.SetAction(async parsed =>
        {
            var chosen = ScenarioCatalog.Of(parsed.GetRequiredValue(scenario));
            var options = new TargetOptions
            {
                ServerProgram = parsed.GetValue(server),
                Nodes = chosen.Nodes,
                Environment = (parsed.GetValue(environment) ?? []).ToDictionary(
                    pair => pair.Split('=', 2)[0], pair => pair.Split('=', 2)[1]),
            };
            await using var measured = TargetCatalog.Create(parsed.GetRequiredValue(target), options);
            var result = await LoadRun.RunAsync(
                chosen, measured, TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(warmUp)));
            ResultTable.Write(AnsiConsole.Console, chosen, result);
            if (parsed.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(result, ResultJson.Options));
            }
        });
        return command;
    }
}
