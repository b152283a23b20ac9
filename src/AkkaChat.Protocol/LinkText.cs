using System.Buffers;

namespace AkkaChat.Protocol;

/// <summary>The rule for addresses of pictures.</summary>
internal static class LinkText
{
    private const string MediaPath = "/media/";

    // What RFC 3986 keeps out of an address, and the quotes that would end an attribute if a page were careless.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \"'<>\\^`{|}");

    /// <summary>True for an http or https address, or a path below <c>/media/</c>.</summary>
    public static bool IsPicture(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) || char.IsWhiteSpace(character))
            {
                return false;
            }
        }

        if (text.AsSpan().ContainsAny(Forbidden))
        {
            return false;
        }

        return text.StartsWith(MediaPath, StringComparison.Ordinal)
            ? text.Length > MediaPath.Length && !text.Contains("..", StringComparison.Ordinal)
            : Uri.TryCreate(text, UriKind.Absolute, out var address)
              && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
    }
}
