using System.Globalization;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Scenarios;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary>The figures of one run for a person.</summary>
internal static class ResultTable
{
    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, Scenario scenario, RunResult result)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"{scenario.Name}: {scenario.Title} - {result.Target}"));
        table.AddColumn("figure").AddColumn(new TableColumn("value").RightAligned());
        Fill(table, result, "");
        if (result.Second is { } second)
        {
            Fill(table, second, $"{second.Scenario}: ");
        }

        console.Write(table);
        if (result.FirstFailure is { } failure)
        {
            console.WriteLine($"First failure: {failure}");
        }
    }

    private static void Fill(Table table, RunResult result, string prefix)
    {
        Add("connections", result.Connections, "n0");
        Add("connects/s", result.ConnectsPerSecond, "n0");
        Add("connects that failed", result.ConnectFailures, "n0");
        Add("server CPU per connect, us", result.CpuPerConnect, "n0");
        Add("deliveries/s", result.DeliveriesPerSecond, "n0");
        Add("acks/s", result.AcksPerSecond, "n0");
        Add("server cores", result.ServerCores, "n2");
        Add("server CPU per delivery, us", result.CpuPerDelivery, "n2");
        Add("server CPU per ack, us", result.CpuPerAck, "n1");
        Add("database CPU per ack, us", result.HelperCpuPerAck, "n1");
        Add("TCP segments per delivery", result.SegmentsPerDelivery, "n2");
        AddLatency("delivery", result.Delivery);
        AddLatency("ack", result.Ack);
        Add("RSS before, MB", result.ResidentBefore, "n0");
        Add("RSS when measuring began, MB", result.ResidentAtStart, "n0");
        Add("RSS after, MB", result.ResidentAfter, "n0");
        Add("RSS per connection, KB", result.KilobytesPerConnection, "n1");
        Add("restart until up, s", result.SecondsUntilUp, "n1");
        Add("restart until all back, s", result.SecondsUntilBack, "n1");
        Add("lost", result.Lost, "n0");
        Add("duplicates", result.Duplicates, "n0");
        Add("out of order", result.OutOfOrder, "n0");
        Add("seq gaps", result.SeqGaps, "n0");
        Add("never read and closed", result.ClosedUnread, "n0");
        Add("errors and closes", result.Errors, "n0");
        if (result.OneOrder is { } oneOrder)
        {
            table.AddRow($"{prefix}one order for all", oneOrder ? "yes" : "no");
        }

        void Add(string name, double? value, string format)
        {
            if (value is { } number)
            {
                table.AddRow(prefix + name, number.ToString(format, CultureInfo.InvariantCulture));
            }
        }

        void AddLatency(string what, Latency? latency)
        {
            if (latency is not null)
            {
                table.AddRow(
                    $"{prefix}{what} p50 / p90 / p99 / max, ms",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{latency.P50:n2} / {latency.P90:n2} / {latency.P99:n2} / {latency.Max:n1}"));
            }
        }
    }
}
