using System.Text.Json;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>Which uploaded files a message shows.</summary>
internal static class MediaLinks
{
    // Longer than any address of ours, even if every character of it is an escape of six.
    private const int MostBytes = 6 * 64;

    /// <summary>Those of <paramref name="content"/>; empty for nearly all messages, at the cost of comparing a word.</summary>
    public static IReadOnlyList<MediaId> Of(MessageContent content)
    {
        if (!HasAddresses(content.Kind))
        {
            return [];
        }

        var found = new List<MediaId>();
        foreach (var address in AddressesIn(content))
        {
            if (MediaPath.TryParse(address, out var media) && !found.Contains(media))
            {
                found.Add(media);
            }
        }

        return found;
    }

    /// <summary>All addresses of ours in <paramref name="content"/>, also those that lead nowhere.</summary>
    public static IReadOnlyList<string> AddressesIn(MessageContent content)
    {
        if (!HasAddresses(content.Kind))
        {
            return [];
        }

        var addresses = new List<string>();
        var reader = new Utf8JsonReader(content.Json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAddress = reader.ValueTextEquals("url"u8) || reader.ValueTextEquals("thumb"u8);
            reader.Read();
            if (isAddress && reader.TokenType == JsonTokenType.String && Address(ref reader) is { } address)
            {
                addresses.Add(address);
            }

            reader.Skip();
        }

        return addresses;
    }

    private static bool HasAddresses(string kind) => kind is "image" or "voice" or "video" or "file";

    // One of ours with something behind it stays one: it is for whoever reads the message to say that it leads nowhere.
    private static string? Address(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MostBytes)
        {
            return reader.ValueSpan.StartsWith("/media/"u8) ? MediaPath.Prefix : null;
        }

        var text = reader.GetString()!;
        return MediaPath.IsOurs(text) ? text : null;
    }
}
