using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace AkkaChat.Server.Media;

/// <summary>What a client calls its file, as far as others should see it. It never becomes part of a path here.</summary>
internal static class UploadName
{
    /// <summary>Longest name that is kept, in UTF-16 units.</summary>
    public const int MaxChars = 200;

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The name in the header of the file's part; null if there is none.</summary>
    public static string? Of(ContentDispositionHeaderValue disposition) => Clean(
        disposition.FileNameStar.HasValue
            ? disposition.FileNameStar.Value
            : HeaderUtilities.UnescapeAsQuotedString(disposition.FileName).Value);

    /// <summary>The last part of a path, without what can't be seen or turns text around; null if nothing is left.</summary>
    internal static string? Clean(string? sent)
    {
        var clean = new StringBuilder();
        foreach (var rune in (sent ?? "")[((sent ?? "").LastIndexOfAny(Separators) + 1)..].EnumerateRunes())
        {
            var isSeen = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (isSeen && rune != Rune.ReplacementChar && clean.Length + rune.Utf16SequenceLength <= MaxChars)
            {
                clean.Append(rune);
            }
        }

        var name = clean.ToString().Trim();
        return name.Trim('.').Length == 0 ? null : name;
    }
}
