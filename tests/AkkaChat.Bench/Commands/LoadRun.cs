using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Scenarios;
using AkkaChat.Bench.Targets;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary>One run, with a line that says how far it is.</summary>
internal static class LoadRun
{
    /// <summary>Starts the target, and puts the load on it.</summary>
    public static async Task<RunResult> RunAsync(Scenario scenario, Target target, TimeSpan seconds, TimeSpan warmUp, CancellationToken stop)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            var plain = new RunOptions(seconds, Console.Error.WriteLine) { WarmUp = warmUp, Stop = stop };
            return await RunAsync(scenario, target, plain);
        }

        return await console.Status().StartAsync("starting", status =>
        {
            var shown = new RunOptions(seconds, line => status.Status(Markup.Escape(line))) { WarmUp = warmUp, Stop = stop };
            return RunAsync(scenario, target, shown);
        });
    }

    private static async Task<RunResult> RunAsync(Scenario scenario, Target target, RunOptions options)
    {
        var progress = options.Progress;
        options = options with { Progress = line => progress($"{scenario.Name} {target.Name}: {line}") };
        options.Progress("starting");
        var world = scenario.CreateWorld();
        await target.StartAsync(world);
        // The crowd has one thread of its own, which must not be one that the pool waits for.
        return await Task.Factory.StartNew(
            () => scenario.RunAsync(target, world, options),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
    }
}
