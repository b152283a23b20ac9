using System.Text.RegularExpressions;

namespace AkkaChat.Tests.Protocol;

/// <summary>The page for people who write clients, taken apart. What it marks as later is left out.</summary>
internal static partial class ProtocolPage
{
    private const string Later = "*(later)*";

    /// <summary>The whole page.</summary>
    public static string Text { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "protocol.md"));

    /// <summary>The page without what is not there yet, on one line.</summary>
    public static string Prose { get; } = Blanks().Replace(WithoutLater(), " ");

    /// <summary>The table of all requests.</summary>
    public static IReadOnlyList<RequestRow> Requests { get; } =
        [.. RequestLine().Matches(Section("15. All frames")).Select(row => new RequestRow(
            row.Groups["type"].Value,
            [.. Names(row.Groups["fields"].Value)],
            [.. Names(row.Groups["answer"].Value).Select(name => name.TrimEnd('?'))],
            row.Groups["section"].Value))];

    /// <summary>The table of all pushes.</summary>
    public static IReadOnlyList<PushRow> Pushes { get; } =
        [.. PushLine().Matches(Section("15. All frames")).Select(row => new PushRow(
            row.Groups["type"].Value,
            row.Groups["kind"].Success ? row.Groups["kind"].Value : null,
            [.. Names(row.Groups["fields"].Value)],
            row.Groups["section"].Value))];

    /// <summary>Every frame that the page shows: those in blocks, and those in the text.</summary>
    public static IReadOnlyList<Example> Examples { get; } = [.. InBlocks().Concat(InText())];

    /// <summary>What stands under a heading, up to the next one of its level.</summary>
    public static string Section(string heading)
    {
        var begin = Text.IndexOf($"\n## {heading}", StringComparison.Ordinal) + 1;
        var end = Text.IndexOf("\n## ", begin, StringComparison.Ordinal);
        return end < 0 ? Text[begin..] : Text[begin..end];
    }

    /// <summary>The rows of the first table under a heading, cell by cell.</summary>
    public static IReadOnlyList<string[]> Table(string heading) =>
        [.. Section(heading).Split('\n')
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split(" | "))];

    private static IEnumerable<string> Names(string cell) => CodeSpan().Matches(cell).Select(span => span.Groups["text"].Value);

    private static string WithoutLater()
    {
        var sections = SectionStart().Split(Text).Where(section => !section.Split('\n')[0].Contains(Later, StringComparison.Ordinal));
        return string.Join("\n", sections.SelectMany(section => section.Split('\n')));
    }

    // A frame begins in the first column or behind the mark of its direction, and goes on in lines that are indented.
    private static IEnumerable<Example> InBlocks()
    {
        foreach (var block in Fence().Matches(WithoutLater()).Select(match => match.Groups["text"].Value))
        {
            foreach (var frame in FrameStart().Split(Indent().Replace(block, "")).Where(text => text.Length > 0))
            {
                var isMarked = frame[0] is '<' or '>';
                yield return new Example(isMarked ? frame[1..].Trim() : frame.Trim(), isMarked ? frame[0] : null);
            }
        }
    }

    private static IEnumerable<Example> InText() => CodeSpan().Matches(Fence().Replace(WithoutLater(), ""))
        .Select(span => span.Groups["text"].Value)
        .Where(text => text.StartsWith("""{"type":""", StringComparison.Ordinal))
        .Select(text => new Example(text, null));

    [GeneratedRegex(@"^\| `(?<type>[\w.]+)` \| (?<fields>[^|]*)\| (?<answer>[^|]*) \| (?<section>\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^\| `(?<type>\w+)`( `(?<kind>\w+)`)? \| (?<fields>[^|]*)\| (?<section>\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex PushLine();

    [GeneratedRegex(@"`(?<text>[^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^ *```\n(?<text>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?=[<>{])", RegexOptions.Multiline)]
    private static partial Regex FrameStart();

    // A block within a list is indented as a whole.
    [GeneratedRegex(@"\A  |(?<=\A  .*\n)  ", RegexOptions.Singleline)]
    private static partial Regex Indent();

    [GeneratedRegex(@"^(?=## )", RegexOptions.Multiline)]
    private static partial Regex SectionStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>A request as the table has it.</summary>
    /// <param name="Type">Its type.</param>
    /// <param name="Fields">Those beside type and id; one that may be absent ends in a question mark.</param>
    /// <param name="Answer">The answer's type and its members; nothing if there is none.</param>
    /// <param name="Section">Where it is described.</param>
    public sealed record RequestRow(string Type, IReadOnlyList<string> Fields, IReadOnlyList<string> Answer, string Section);

    /// <summary>A push as the table has it.</summary>
    /// <param name="Type">Its type.</param>
    /// <param name="Kind">Which kind of event it is, if it is one.</param>
    /// <param name="Fields">Those of its own; one that may be absent ends in a question mark.</param>
    /// <param name="Section">Where it is described.</param>
    public sealed record PushRow(string Type, string? Kind, IReadOnlyList<string> Fields, string Section);

    /// <summary>A frame that the page shows.</summary>
    /// <param name="Text">The frame; not JSON where something is left out.</param>
    /// <param name="Direction">&gt; from the client, &lt; from the server, null if the page doesn't say.</param>
    public sealed record Example(string Text, char? Direction);
}
