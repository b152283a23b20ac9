using System.Globalization;

namespace AkkaChat.Protocol;

/// <summary>What the JSON grammar lets through and the server does not, and the removal of blanks.</summary>
internal static class JsonText
{
    /// <summary>Bytes of an escaped UTF-16 unit: backslash, u and four digits.</summary>
    private const int UnitBytes = 6;

    /// <summary>
    /// False if valid JSON contains an escaped NUL, which databases refuse in text, or half of a surrogate pair, which
    /// is no character and makes decoders throw.
    /// </summary>
    public static bool HasSoundEscapes(ReadOnlySpan<byte> json)
    {
        var rest = json;
        for (var at = rest.IndexOf((byte)'\\'); at >= 0; at = rest.IndexOf((byte)'\\'))
        {
            rest = rest[at..];
            var taken = EscapeLength(rest);
            if (taken == 0)
            {
                return false;
            }

            rest = rest[taken..];
        }

        return true;
    }

    /// <summary>True if there are line breaks between the tokens of valid JSON; inside strings they can't be.</summary>
    public static bool HasLineBreaks(ReadOnlySpan<byte> json) => json.ContainsAny((byte)'\n', (byte)'\r');

    /// <summary>The same JSON without blanks between tokens; strings and numbers keep their bytes.</summary>
    public static byte[] WithoutBlanks(ReadOnlySpan<byte> json)
    {
        var kept = new byte[json.Length];
        var count = 0;
        var isInString = false;
        for (var at = 0; at < json.Length; at++)
        {
            var current = json[at];
            if (isInString && current == '\\')
            {
                kept[count++] = current;
                current = json[++at];
            }
            else if (current == '"')
            {
                isInString = !isInString;
            }
            else if (!isInString && current is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            kept[count++] = current;
        }

        return kept[..count];
    }

    // How many bytes the escape (or the pair of escapes) at the start takes; 0 if it is not sound.
    private static int EscapeLength(ReadOnlySpan<byte> json)
    {
        if (json.Length < 2)
        {
            return 0;
        }

        if (json[1] != 'u')
        {
            return 2;
        }

        if (!TryReadUnit(json, out var unit) || unit == '\0' || char.IsLowSurrogate(unit))
        {
            return 0;
        }

        if (!char.IsHighSurrogate(unit))
        {
            return UnitBytes;
        }

        return TryReadUnit(json[UnitBytes..], out var second) && char.IsLowSurrogate(second) ? 2 * UnitBytes : 0;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < UnitBytes || json[0] != '\\' || json[1] != 'u'
            || !ushort.TryParse(
                json[2..UnitBytes], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
