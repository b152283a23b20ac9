using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>Where a message that was found has what was looked for: the terms of a search, found again in the text as it is.</summary>
internal static class SearchHighlights
{
    /// <summary>Most ranges of one message: what is beyond is not shown anyway.</summary>
    public const int MaxRanges = 20;

    /// <summary>A message as it is shown among what was found.</summary>
    /// <param name="frame">Its encoded, folded event frame.</param>
    /// <param name="phrases">What was looked for.</param>
    public static SearchHit Show(ReadOnlyMemory<byte> frame, IReadOnlyList<SearchPhrase> phrases) =>
        new(frame, TextOf(frame) is { } text ? Of(text, phrases) : []);

    /// <summary>Where <paramref name="text"/> has what was looked for, ascending; ranges that touch are one.</summary>
    public static IReadOnlyList<TextRange> Of(string text, IReadOnlyList<SearchPhrase> phrases)
    {
        var words = phrases.Select(WordsOf).ToList();
        var merged = new List<TextRange>();
        foreach (var next in SearchTerms.RunsOf(text).SelectMany(run => Find(run, words)))
        {
            if (merged.Count > 0 && next.Start <= merged[^1].Start + merged[^1].Length)
            {
                var end = Math.Max(merged[^1].Start + merged[^1].Length, next.Start + next.Length);
                merged[^1] = merged[^1] with { Length = end - merged[^1].Start };
            }
            else if (merged.Count == MaxRanges)
            {
                break;
            }
            else
            {
                merged.Add(next);
            }
        }

        return merged;
    }

    private static IEnumerable<TextRange> Find(TextRun run, List<string> words) =>
        words.SelectMany(run.Find).OrderBy(range => range.Start);

    // Terms of two characters overlap by one; a word is a term by itself.
    private static string WordsOf(SearchPhrase phrase)
    {
        var words = new StringBuilder(phrase.Terms[0]);
        foreach (var term in phrase.Terms.Skip(1))
        {
            words.Append(term, char.IsHighSurrogate(term[0]) ? 2 : 1, term.Length - (char.IsHighSurrogate(term[0]) ? 2 : 1));
        }

        return words.ToString();
    }

    private static string? TextOf(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame);
        return document.RootElement.TryGetProperty("content"u8, out var content)
            && content.TryGetProperty("kind"u8, out var kind)
            && kind.GetString() is { } name
                ? SearchableText.Of(new MessageContent(name, JsonMarshal.GetRawUtf8Value(content).ToArray()))
                : null;
    }
}
