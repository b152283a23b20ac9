using System.Globalization;
using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Scenarios;
using Spectre.Console;

namespace AkkaChat.Bench.Commands;

/// <summary>Medians of a comparison for a person: a row for each figure, a column for each target.</summary>
internal static class ComparisonTable
{
    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, Comparison comparison)
    {
        foreach (var scenario in comparison.Scenarios())
        {
            var targets = comparison.TargetsOf(scenario);
            var table = new Table().Border(TableBorder.Simple)
                .Title(Markup.Escape($"{scenario}: {ScenarioCatalog.Of(scenario).Title}; medians of {comparison.Rounds}"))
                .AddColumn("figure");
            foreach (var target in targets)
            {
                table.AddColumn(new TableColumn(Markup.Escape(target)).RightAligned());
            }

            foreach (var figure in Figure.All)
            {
                var medians = targets.Select(target => comparison.Median(scenario, target, figure.Of)).ToArray();
                if (medians.Any(median => median is not null))
                {
                    table.AddRow([figure.Title, .. medians.Select(median => Text(median, medians[0], figure.Format))]);
                }
            }

            console.Write(table);
        }
    }

    // The ratio says how many times the first target's figure this one is.
    private static string Text(double? median, double? first, string format)
    {
        if (median is not { } value)
        {
            return "";
        }

        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return first is > 0 && value > 0 && first != value
            ? string.Create(CultureInfo.InvariantCulture, $"{text} ({value / first:f2}x)")
            : text;
    }
}
