using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>The messages of the simple peers.</summary>
internal static partial class SimpleWire
{
    private static readonly Json Codec = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>What a client sends; null if it is something else.</summary>
    public static Send? ReadSend(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Codec.Send) is { Type: "send" } send ? send : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the members get.</summary>
    public static byte[] WriteEvent(string from, Send send) => JsonSerializer.SerializeToUtf8Bytes(
        new Event("event", send.Room, from, send.Id, send.Text), Codec.Event);

    /// <summary>A client says something in a room.</summary>
    public sealed record Send(string Type, string Room, long Id, string Text);

    /// <summary>Somebody said something in a room.</summary>
    public sealed record Event(string Type, string Room, string From, long Id, string Text);

    [JsonSerializable(typeof(Send))]
    [JsonSerializable(typeof(Event))]
    private sealed partial class Json : JsonSerializerContext;
}
