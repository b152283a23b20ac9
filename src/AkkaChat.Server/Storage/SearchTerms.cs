using System.Buffers;
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

    /// <summary>The terms under which <paramref name="text"/> is found, in order, with repeats, a space between them.</summary>
    public static string OfText(string text)
    {
        // A dense character makes a term of two and a space; anything else makes less.
        var runs = ArrayPool<char>.Shared.Rent(RunChars(text));
        var terms = ArrayPool<char>.Shared.Rent((3 * text.Length) + 1);
        try
        {
            var length = 0;
            var folded = runs.AsSpan(0, Fold(text, runs));
            foreach (var range in folded.Split(' '))
            {
                length += Write(folded[range], terms.AsSpan(length));
            }

            return length == 0 ? "" : new string(terms, 0, length - 1);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(runs);
            ArrayPool<char>.Shared.Return(terms);
        }
    }

    /// <summary>What a message must contain to match <paramref name="query"/>; empty if it says nothing searchable.</summary>
    public static IReadOnlyList<SearchPhrase> OfQuery(string query)
    {
        var phrases = new List<SearchPhrase>();
        var folded = new char[RunChars(query)];
        foreach (var run in new string(folded, 0, Fold(query, folded)).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var isDense = IsDense(FirstOf(run));
            var isSingle = isDense && FirstOf(run).Utf16SequenceLength == run.Length;
            var phrase = isDense && !isSingle
                ? new SearchPhrase([.. Pairs(run)], IsPrefix: false)
                : new SearchPhrase([run], IsPrefix: isSingle);
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

    /// <summary>The runs of characters that terms are cut from: words, and what is written without spaces.</summary>
    public static IEnumerable<TextRun> RunsOf(string text)
    {
        TextRun? run = null;
        for (var place = 0; place < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(place), out var raw, out var consumed);
            var rune = Fold(raw);
            var isTerm = IsTermRune(rune);
            if (run is not null && (!isTerm || IsDense(rune) != run.IsDense))
            {
                yield return run;
                run = null;
            }

            if (isTerm)
            {
                run ??= new TextRun(IsDense(rune), MaxWordChars);
                run.Add(rune, place, consumed);
            }

            place += consumed;
        }

        if (run is not null)
        {
            yield return run;
        }
    }

    // The terms of one run, each with a space behind it.
    private static int Write(ReadOnlySpan<char> run, Span<char> terms)
    {
        if (run.IsEmpty)
        {
            return 0;
        }

        var length = 0;
        if (IsDense(FirstOf(run)))
        {
            // The last character begins no pair; alone it lets a search for one character find it.
            for (var start = 0; start < run.Length; start += LengthAt(run, start))
            {
                length += Put(PairAt(run, start), terms[length..]);
            }

            return length;
        }

        return Put(run, terms);
    }

    private static int Put(ReadOnlySpan<char> term, Span<char> terms)
    {
        term.CopyTo(terms);
        terms[term.Length] = ' ';
        return term.Length + 1;
    }

    private static IEnumerable<string> Pairs(string run)
    {
        var start = 0;
        while (start + LengthAt(run, start) < run.Length)
        {
            yield return PairAt(run, start).ToString();
            start += LengthAt(run, start);
        }
    }

    // Two characters, or the last one.
    private static ReadOnlySpan<char> PairAt(ReadOnlySpan<char> run, int start)
    {
        var second = start + LengthAt(run, start);
        var end = second < run.Length ? second + LengthAt(run, second) : second;
        return run[start..end];
    }

    // At worst every character is a run by itself.
    private static int RunChars(string text) => (2 * text.Length) + 1;

    // The runs of characters that are either words or dense, folded, a space between two: of a word at most its beginning.
    private static int Fold(ReadOnlySpan<char> text, Span<char> runs)
    {
        var (length, runStart, isDense) = (0, 0, false);
        var isCut = false;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf16(text, out var raw, out var consumed); // what is no character comes as U+FFFD
            text = text[consumed..];
            var rune = Fold(raw);
            var isTerm = IsTermRune(rune);
            if ((!isTerm || IsDense(rune) != isDense) && length > runStart)
            {
                runs[length++] = ' ';
                (runStart, isCut) = (length, false);
            }

            if (!isTerm)
            {
                continue;
            }

            isDense = IsDense(rune);
            isCut |= !isDense && length - runStart + rune.Utf16SequenceLength > MaxWordChars;
            if (!isCut)
            {
                length += rune.EncodeToUtf16(runs[length..]);
            }
        }

        return length;
    }

    // Full-width Latin letters and digits, as Chinese and Japanese keyboards type them, are the ordinary ones.
    private static Rune Fold(Rune rune) => rune.IsAscii
        ? new Rune(char.ToLowerInvariant((char)rune.Value))
        : Rune.ToLowerInvariant(rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune);

    // U+FFFD stands for what was no character at all; it is a symbol, hence no term.
    private static bool IsTermRune(Rune rune) => rune.IsAscii ? char.IsAsciiLetterOrDigit((char)rune.Value) : Rune.GetUnicodeCategory(rune) is
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

    private static Rune FirstOf(ReadOnlySpan<char> run)
    {
        Rune.DecodeFromUtf16(run, out var first, out _);
        return first;
    }

    private static int LengthAt(ReadOnlySpan<char> run, int index) => char.IsHighSurrogate(run[index]) ? 2 : 1;
}
