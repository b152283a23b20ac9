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
            using var document = JsonDocument.Parse(content.Json);
            return document.RootElement.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is InvalidOperationException. Such a message is kept, only not found.
            return null;
        }
    }
}
