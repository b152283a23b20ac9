using System.Buffers;
using System.Security.Cryptography;

namespace AkkaChat.Server.Media;

/// <summary>
/// Names an uploaded file: 128 random bits in hex, so nobody guesses one, and nothing but hex ever becomes part of a path.
/// </summary>
internal readonly record struct MediaId
{
    /// <summary>How long every id is.</summary>
    public const int Chars = 2 * Bytes;

    private const int Bytes = 16;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private MediaId(string value) => Value = value;

    /// <summary>The id in small hex.</summary>
    public string Value { get; }

    /// <summary>One that was never given before.</summary>
    public static MediaId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>The id that <paramref name="text"/> is; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MediaId id)
    {
        var isId = text.Length == Chars && !text.ContainsAnyExcept(Digits);
        id = isId ? new MediaId(text.ToString()) : default;
        return isId;
    }

    /// <summary>The id that <paramref name="text"/> is.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static MediaId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not an id of a file");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
