using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>What all fault tests end with.</summary>
internal static class FaultTest
{
    /// <summary>The category by which these tests are chosen.</summary>
    public const string Category = "Faults";

    /// <summary>The trait of tests that are too long for every run.</summary>
    public const string Set = "Set";

    /// <summary>The value of <see cref="Set"/> for these.</summary>
    public const string Long = "long";

    /// <summary>Runs of events that the store refused because the log had moved on, by the node's own words.</summary>
    public static int RefusedAppends(string output) =>
        output.Split('\n').Count(line => line.Contains("3001 room", StringComparison.Ordinal));

    /// <summary>
    /// Ends the load, prints the figures, and fails if a promise was broken; then the history is kept as a file, as it is
    /// always if <c>AKKACHAT_HISTORIES</c> names a directory for it.
    /// </summary>
    public static Task<FaultReport> AssertKeptAsync(
        FaultLoad load, Cluster cluster, string scenario, ITestOutputHelper output, string more = "") => AssertKeptAsync(
            load, rooms => DatabaseLog.PostgresAsync(cluster.Database, rooms), cluster.Output, scenario, output, more);

    /// <summary>The same for a load on what is not a cluster.</summary>
    public static async Task<FaultReport> AssertKeptAsync(
        FaultLoad load,
        Func<IReadOnlyList<string>, Task<IReadOnlyDictionary<string, IReadOnlyList<LogEntry>>>> readLogs,
        Func<string> written,
        string scenario,
        ITestOutputHelper output,
        string more = "")
    {
        var wanted = Environment.GetEnvironmentVariable("AKKACHAT_HISTORIES");
        var path = Path.Combine(
            wanted ?? Path.Combine(Path.GetTempPath(), "akkachat-histories"),
            $"{scenario.Replace(' ', '-')}-{Environment.ProcessId}.jsonl");
        try
        {
            var report = await load.FinishAsync(readLogs);
            output.WriteLine(report.Figures(scenario, more));
            if (wanted is not null || report.Broken.Count > 0)
            {
                await load.History.SaveAsync(path);
            }

            if (report.Broken.Count > 0)
            {
                Assert.Fail(
                    $"{report.Broken.Count} promises were broken; the history is in {path}.\n"
                    + $"{string.Join('\n', report.Broken.Take(20))}\n{written()}");
            }

            return report;
        }
        catch (TimeoutException late)
        {
            await load.History.SaveAsync(path);
            throw new TimeoutException($"{late.Message}\nThe history is in {path}.\n{written()}", late);
        }
    }
}
