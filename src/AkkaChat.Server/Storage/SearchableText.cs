using System.Text.Json;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>What of a message can be searched: the words of a text, the name of a file, nothing of the other kinds.</summary>
internal static class SearchableText
{
    /// <summary>The text to index; null if there is none.</summary>
    public static string? Of(MessageContent content)
    {
        var member = content.Kind switch
        {
            "text" => "text",
            "file" => "name",
            _ => null,
        };
        if (member is null)
        {
            return null;
        }

        try
        {
            return Find(content.Json.Span, member);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is InvalidOperationException. Such a message is kept, only not found.
            return null;
        }
    }

    private static string? Find(ReadOnlySpan<byte> json, string member)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(member);
            reader.Read();
            if (isIt)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
