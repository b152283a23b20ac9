using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>The braces and first fields that frames have in common.</summary>
internal static class Frame
{
    /// <summary>A push: a type and what <paramref name="members"/> writes.</summary>
    public static byte[] Push<T>(string type, T state, Action<Utf8JsonWriter, T> members) =>
        Answer(type, default, state, members);

    /// <summary>An answer: a type, the request's id if it had one, and what <paramref name="members"/> writes.</summary>
    public static byte[] Answer<T>(string type, RequestId id, T state, Action<Utf8JsonWriter, T> members) =>
        FrameBuffer.Encode((type, id, state, members), static (json, parts) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, parts.type);
            if (parts.id.Json is { } id)
            {
                json.WritePropertyName("id"u8);
                json.WriteRawValue(id, skipInputValidation: true);
            }

            parts.members(json, parts.state);
            json.WriteEndObject();
        });

    /// <summary>An object without type and id: the body of an HTTP answer.</summary>
    public static byte[] Body<T>(T state, Action<Utf8JsonWriter, T> members) =>
        FrameBuffer.Encode((state, members), static (json, parts) =>
        {
            json.WriteStartObject();
            parts.members(json, parts.state);
            json.WriteEndObject();
        });
}
