using System.Text;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>A run of characters of a text that terms are cut from, folded, and where in the text it stands.</summary>
/// <param name="isDense">True if it is written without spaces, so that terms begin everywhere in it.</param>
/// <param name="maxWordChars">So much of a word makes its term.</param>
internal sealed class TextRun(bool isDense, int maxWordChars)
{
    private readonly StringBuilder _folded = new();

    // For each folded unit where in the text its character begins.
    private readonly List<int> _places = [];
    private bool _isCut;
    private int _end;

    /// <summary>True if it is written without spaces.</summary>
    public bool IsDense => isDense;

    /// <summary>Takes the next character.</summary>
    public void Add(Rune folded, int place, int length)
    {
        _end = place + length;
        _isCut |= !isDense && _folded.Length + folded.Utf16SequenceLength > maxWordChars;
        if (!_isCut)
        {
            _folded.Append(folded);
            _places.AddRange(Enumerable.Repeat(place, folded.Utf16SequenceLength));
        }
    }

    /// <summary>Where in the text it has <paramref name="words"/>: all of a word, or any part of what has no spaces.</summary>
    public IEnumerable<TextRange> Find(string words)
    {
        var folded = _folded.ToString();
        if (!isDense)
        {
            return folded == words ? [new TextRange(_places[0], _end - _places[0])] : [];
        }

        return Places(folded, words).Select(at => new TextRange(_places[at], EndOf(at + words.Length) - _places[at]));
    }

    private static IEnumerable<int> Places(string folded, string words)
    {
        for (var at = folded.IndexOf(words, StringComparison.Ordinal); at >= 0;
            at = folded.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    private int EndOf(int unit) => unit < _places.Count ? _places[unit] : _end;
}
