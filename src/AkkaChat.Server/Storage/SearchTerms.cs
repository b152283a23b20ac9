using System.Globalization;
using System.Text;

namespace AkkaChat.Server.Storage;

/// <summary>
/// Cuts text into the terms that search knows: words in lower case, and for Chinese, Japanese and Korean, which have no
/// spaces, every two neighbouring characters. A term consists of letters, marks and digits only.
/// </summary>
internal static class SearchTerms
{
    /// <summary>Most phrases taken from a query; what is beyond does not narrow the result further.</summary>
    public const int MaxPhrases = 16;

    /// <summary>Longest word in characters: longer ones are found by their beginning.</summary>
    private const int MaxWordChars = 64;

    /// <summary>The terms under which <paramref name="text"/> is found, in order, with repeats.</summary>
    public static IReadOnlyList<string> OfText(string text)
    {
        var terms = new List<string>();
        foreach (var run in Runs(text))
        {
            if (!run.IsDense)
            {
                terms.Add(run.Characters);
                continue;
            }

            terms.AddRange(Pairs(run.Characters));

            // The last character begins no pair; alone it lets a search for one character find it.
            terms.Add(run.Characters[^LastLength(run.Characters)..]);
        }

        return terms;
    }

    /// <summary>What a message must contain to match <paramref name="query"/>; empty if it says nothing searchable.</summary>
    public static IReadOnlyList<SearchPhrase> OfQuery(string query)
    {
        var phrases = new List<SearchPhrase>();
        foreach (var run in Runs(query))
        {
            var isSingle = run.IsDense && LastLength(run.Characters) == run.Characters.Length;
            var phrase = run.IsDense && !isSingle
                ? new SearchPhrase([.. Pairs(run.Characters)], IsPrefix: false)
                : new SearchPhrase([run.Characters], IsPrefix: isSingle);
            if (!phrases.Exists(other => other.Terms.SequenceEqual(phrase.Terms)))
            {
                phrases.Add(phrase);
            }

            if (phrases.Count == MaxPhrases)
            {
                break;
            }
        }

        return phrases;
    }

    private static IEnumerable<string> Pairs(string characters)
    {
        var start = 0;
        while (start < characters.Length)
        {
            var second = start + LengthAt(characters, start);
            if (second >= characters.Length)
            {
                yield break;
            }

            yield return characters[start..(second + LengthAt(characters, second))];
            start = second;
        }
    }

    private static List<Run> Runs(string text)
    {
        var runs = new List<Run>();
        var run = new StringBuilder();
        var isDense = false;
        foreach (var raw in text.EnumerateRunes())
        {
            var rune = Fold(raw);
            if (!IsTermRune(rune))
            {
                End();
                continue;
            }

            if (IsDense(rune) != isDense)
            {
                End();
                isDense = !isDense;
            }

            run.Append(rune);
        }

        End();
        return runs;

        void End()
        {
            if (run.Length > 0)
            {
                runs.Add(new Run(isDense ? run.ToString() : Shortened(run.ToString()), isDense));
                run.Clear();
            }
        }
    }

    private static string Shortened(string word)
    {
        if (word.Length <= MaxWordChars)
        {
            return word;
        }

        return word[..(char.IsHighSurrogate(word[MaxWordChars - 1]) ? MaxWordChars - 1 : MaxWordChars)];
    }

    // Full-width Latin letters and digits, as Chinese and Japanese keyboards type them, are the ordinary ones.
    private static Rune Fold(Rune rune) =>
        Rune.ToLowerInvariant(rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune);

    // U+FFFD stands for what was no character at all; it is a symbol, hence no term.
    private static bool IsTermRune(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Scripts written without spaces, by Unicode block: Hangul, radicals, kana, Bopomofo, Han and its extensions.
    private static bool IsDense(Rune rune) => rune.Value is
        (>= 0x1100 and <= 0x11FF)
        or (>= 0x2E80 and <= 0x2FDF)
        or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x3029)
        or (>= 0x3041 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFFDC)
        or (>= 0x20000 and <= 0x3FFFF);

    private static int LengthAt(string characters, int index) => char.IsHighSurrogate(characters[index]) ? 2 : 1;

    private static int LastLength(string characters) => char.IsLowSurrogate(characters[^1]) ? 2 : 1;

    private readonly record struct Run(string Characters, bool IsDense);
}
