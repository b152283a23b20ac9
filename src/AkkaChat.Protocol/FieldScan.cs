using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>Walks a JSON object once and notes where the values of known fields are, in whatever order.</summary>
internal static class FieldScan
{
    /// <summary>
    /// Fills <paramref name="slots"/>, which has a place for every <see cref="Field"/>. What was found before a fault
    /// stays in, so that a refusal can carry the id.
    /// </summary>
    /// <returns>What is wrong with the object; null if nothing is.</returns>
    public static string? Fill(ReadOnlySpan<byte> json, Span<FieldSlot> slots)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Limits.MaxDepth });
        string? fault = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "A frame is one JSON object.";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKnown = FieldNames.TryFind(ref reader, out var field);
                reader.Read();
                var (start, type) = ((int)reader.TokenStartIndex, reader.TokenType);
                reader.Skip();
                if (!isKnown)
                {
                    continue;
                }

                if (slots[(int)field].Type != JsonTokenType.None)
                {
                    fault ??= $"The field {FieldNames.NameOf(field)} is there twice.";
                    continue;
                }

                slots[(int)field] = new FieldSlot(start, (int)reader.BytesConsumed - start, type);
            }

            reader.Read(); // throws if anything follows the object
            return fault;
        }
        catch (JsonException)
        {
            return "The frame is not JSON, or is nested too deep.";
        }
    }
}
