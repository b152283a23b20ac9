using System.Buffers;
using System.Buffers.Text;

namespace AkkaChat.Bench.Peers;

/// <summary>Reading and writing of the peers' messages, whose exact form is known.</summary>
internal static class Wire
{
    private const int MaxNumberBytes = 20;

    /// <summary>The string that begins after <paramref name="lead"/>; empty if that does not occur.</summary>
    public static ReadOnlySpan<byte> TextAfter(ReadOnlySpan<byte> message, ReadOnlySpan<byte> lead)
    {
        var at = message.IndexOf(lead);
        return at < 0 ? default : ToQuote(message[(at + lead.Length)..]);
    }

    /// <summary>What stands before the next quote. Names and texts of the load have no escapes.</summary>
    public static ReadOnlySpan<byte> ToQuote(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'"');
        return end < 0 ? default : text[..end];
    }

    /// <summary>Writes a number.</summary>
    public static void WriteNumber(this IBufferWriter<byte> frame, long number)
    {
        _ = Utf8Formatter.TryFormat(number, frame.GetSpan(MaxNumberBytes), out var written);
        frame.Advance(written);
    }
}
