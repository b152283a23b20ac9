using System.ComponentModel;
using System.Diagnostics;

namespace AkkaChat.E2E.Harness;

/// <summary>Programs of the machine that a test calls.</summary>
public static class Command
{
    /// <summary>Runs one; gives its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await Patience.ForAsync(process.WaitForExitAsync(), $"the end of {string.Join(' ', command)}");
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"This test needs the program {command[0]}: {failure.Message}", failure);
        }
    }

    /// <summary>Runs one that must succeed; gives what it wrote.</summary>
    public static async Task<string> RunAsync(params string[] command)
    {
        var (exitCode, output) = await TryAsync(command);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {exitCode}: {output}");
    }
}
