using System.Globalization;

namespace AkkaChat.E2E.Harness;

/// <summary>What a node counts, as it said at one moment.</summary>
public sealed class NodeMetrics(string text)
{
    private readonly IReadOnlyList<string> _lines =
        [.. text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];

    /// <summary>The sum of all series of that name that have these labels, given as <c>name="value"</c>.</summary>
    public double Sum(string name, params string[] labels) => _lines
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
        .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(Value);

    /// <summary>The lines of that name, for the text of a failure.</summary>
    public string Lines(string name) =>
        string.Join('\n', _lines.Where(line => line.StartsWith(name, StringComparison.Ordinal)));

    // name{labels} value [timestamp]
    private static double Value(string line)
    {
        var rest = line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(rest[line.Contains('}', StringComparison.Ordinal) ? 0 : 1], CultureInfo.InvariantCulture);
    }
}
