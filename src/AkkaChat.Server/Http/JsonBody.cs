using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Http;

/// <summary>Reads request bodies within limits.</summary>
internal static class JsonBody
{
    /// <summary>Largest JSON body, in bytes; the server refuses more while it reads.</summary>
    public const int MaxBytes = Limits.MaxFrameBytes;

    /// <summary>The whole body.</summary>
    /// <exception cref="BadHttpRequestException">It is too large (413), or the client broke off (400).</exception>
    public static async Task<byte[]> ReadBytesAsync(HttpRequest request, CancellationToken stop)
    {
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(stop);
            if (read.Buffer.Length > MaxBytes)
            {
                throw new BadHttpRequestException("body too large", StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The value that the body is; null if it is none.</summary>
    /// <exception cref="BadHttpRequestException">It is too large (413), or the client broke off (400).</exception>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class
    {
        var bytes = await ReadBytesAsync(request, stop);
        if (!Utf8.IsValid(bytes))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair in an escape is the InvalidOperationException.
            return null;
        }
    }
}
