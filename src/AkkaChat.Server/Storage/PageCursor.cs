using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AkkaChat.Server.Storage;

/// <summary>
/// Where a page ended: the sort key of its last entry. Clients get it as opaque text and give it back; what they give
/// is checked.
/// </summary>
/// <param name="Number">The numeric part of the key; 0 where there is none.</param>
/// <param name="Name">The id in the key; empty where there is none.</param>
internal readonly record struct PageCursor(long Number, string Name)
{
    /// <summary>Longest text taken: a number, a colon and an id of 64 characters, with room to spare.</summary>
    private const int MaxChars = 160;

    /// <summary>The cursor that <paramref name="text"/> is; null stays null.</summary>
    /// <exception cref="InvalidCursorException">It is none.</exception>
    public static PageCursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bytes = new byte[MaxChars];
        if (text.Length > MaxChars
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            throw new InvalidCursorException("not a cursor");
        }

        var plain = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0
            || !long.TryParse(plain.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new InvalidCursorException("not a cursor");
        }

        return new PageCursor(number, plain[(colon + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number}:{Name}")));
}
