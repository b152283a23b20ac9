using System.Globalization;
using System.Net;
using System.Text;

namespace AkkaChat.Bench.Commands;

/// <summary>Horizontal bars as an SVG that suits light and dark pages.</summary>
internal static class BarChart
{
    private const int Width = 720;
    private const int LabelWidth = 190;
    private const int ValueWidth = 80;
    private const int Top = 44;
    private const int RowHeight = 30;
    private const int BarHeight = 18;

    private const string Style = """
        <style>
          text { font: 14px system-ui, sans-serif; fill: #24292f }
          .title { font-weight: 600 }
          .bar { fill: #8c959f }
          .own { fill: #0969da }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 }
            .bar { fill: #6e7681 }
            .own { fill: #4493f8 }
          }
        </style>
        """;

    /// <summary>Draws it; AkkaChat's own bars stand out.</summary>
    public static string Draw(string title, IReadOnlyList<(string Label, double Value)> bars)
    {
        var height = Top + bars.Count * RowHeight + 10;
        var most = bars.Max(bar => bar.Value);
        var svg = new StringBuilder();
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" aria-label="{Escaped(title)}">""");
        svg.Append(Style).Append('\n');
        Line($"""<text class="title" x="10" y="24">{Escaped(title)}</text>""");
        for (var row = 0; row < bars.Count; row++)
        {
            var (label, value) = bars[row];
            var top = Top + row * RowHeight;
            var width = Math.Max(1, value / most * (Width - LabelWidth - ValueWidth));
            var kind = label.StartsWith("akkachat", StringComparison.Ordinal) ? "bar own" : "bar";
            Line($"""<text x="{LabelWidth - 10}" y="{top + 14}" text-anchor="end">{Escaped(label)}</text>""");
            Line($"""<rect class="{kind}" x="{LabelWidth}" y="{top}" width="{width:f1}" height="{BarHeight}" rx="3"/>""");
            Line($"""<text x="{LabelWidth + width + 8:f1}" y="{top + 14}">{Rounded(value)}</text>""");
        }

        return svg.Append("</svg>\n").ToString();

        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Rounded(double value)
    {
        var format = value switch
        {
            < 10 => "0.0#",
            < 1000 => "0.#",
            _ => "#,0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
