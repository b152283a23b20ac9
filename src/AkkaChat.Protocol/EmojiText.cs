using System.Globalization;

namespace AkkaChat.Protocol;

/// <summary>What may be a reaction.</summary>
internal static class EmojiText
{
    /// <summary>
    /// True for one sign as people see it (a grapheme cluster, Unicode Standard Annex 29) that is not plain text. Which of them
    /// are emoji changes with every version of Unicode, so that is not asked.
    /// </summary>
    public static bool IsOne(string text) =>
        text.Length > 0
        && StringInfo.GetNextTextElementLength(text) == text.Length
        && text.Any(IsSign)
        && !text.Any(char.IsLetter)
        && !text.Any(char.IsControl)
        && !char.IsWhiteSpace(text[0]);

    private static bool IsSign(char character) => character > sbyte.MaxValue;
}
