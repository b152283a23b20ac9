using System.Text;
using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>Finds a <see cref="Field"/> by its wire name, without making a string.</summary>
internal static class FieldNames
{
    /// <summary>How many fields there are.</summary>
    public static readonly int Count = Enum.GetValues<Field>().Length;

    /// <summary>Bytes that one character takes when it is written as an escape.</summary>
    private const int EscapeBytes = 6;

    private static readonly string[] Names =
        [.. Enum.GetNames<Field>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly byte[][] Bytes = [.. Names.Select(Encoding.UTF8.GetBytes)];

    private static readonly Field[][] ByLength =
        [.. Enumerable.Range(0, Bytes.Max(name => name.Length) + 1)
            .Select(length => Enum.GetValues<Field>().Where(field => Bytes[(int)field].Length == length).ToArray())];

    /// <summary>The name on the wire.</summary>
    public static string NameOf(Field field) => Names[(int)field];

    /// <summary>Tells which field the reader's property name is; false for a name the server does not know.</summary>
    public static bool TryFind(ref Utf8JsonReader reader, out Field field)
    {
        var name = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return TryFind(name, out field);
        }

        Span<byte> plain = stackalloc byte[ByLength.Length * EscapeBytes];
        if (name.Length > plain.Length || !JsonText.HasSoundEscapes(name))
        {
            field = default;
            return false;
        }

        return TryFind(plain[..reader.CopyString(plain)], out field);
    }

    private static bool TryFind(ReadOnlySpan<byte> name, out Field field)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var candidate in ByLength[name.Length])
            {
                if (name.SequenceEqual(Bytes[(int)candidate]))
                {
                    field = candidate;
                    return true;
                }
            }
        }

        field = default;
        return false;
    }
}
