using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Terms as they stand in a row: in order, a space before and after each.</summary>
internal static class MessageTerms
{
    /// <summary>What a message is found by; null if by nothing.</summary>
    public static string? Of(MessageContent content)
    {
        var terms = SearchableText.Of(content) is { } text ? SearchTerms.OfText(text) : "";
        return terms.Length == 0 ? null : $" {terms} ";
    }

    /// <summary>What a row must contain to have the phrase.</summary>
    public static string Of(SearchPhrase phrase) => $" {string.Join(' ', phrase.Terms)}{(phrase.IsPrefix ? "" : " ")}";
}
