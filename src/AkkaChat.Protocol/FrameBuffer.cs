using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>A reusable writer per thread: a frame costs one array, of its exact size.</summary>
internal sealed class FrameBuffer : IDisposable
{
    /// <summary>A buffer that grew beyond this is let go, so that one large frame does not stay in memory for ever.</summary>
    private const int MaxKeptBytes = 256 * 1024;

    [ThreadStatic]
    private static FrameBuffer? _current;

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;

    // Relaxed: Chinese text stays readable and short; beyond the basic plane .NET always escapes. Never put into HTML.
    private FrameBuffer() => _json = new Utf8JsonWriter(
        _bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Lets <paramref name="write"/> write one JSON value and gives its bytes.</summary>
    public static byte[] Encode<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = _current ?? new FrameBuffer();
        _current = null; // a nested call gets a buffer of its own
        buffer._bytes.ResetWrittenCount();
        buffer._json.Reset();
        write(buffer._json, state);
        buffer._json.Flush();
        var frame = buffer._bytes.WrittenSpan.ToArray();
        if (buffer._bytes.Capacity <= MaxKeptBytes)
        {
            _current = buffer;
        }
        else
        {
            buffer.Dispose();
        }

        return frame;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
