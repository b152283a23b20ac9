using System.Buffers.Text;

namespace AkkaChat.Bench.Load;

/// <summary>
/// The text of a message: its number and its room at fixed places, then filling. So every server's deliveries can be told
/// apart by the text alone.
/// </summary>
internal static class MessageText
{
    private const int NumberChars = 8;
    private const int RoomChars = 6;
    private const int Bytes = 100;

    /// <summary>A text to be filled in.</summary>
    public static byte[] Create()
    {
        var text = new byte[Bytes];
        text.AsSpan().Fill((byte)'x');
        return text;
    }

    /// <summary>Fills in message <paramref name="number"/> of a room.</summary>
    public static void Fill(Span<byte> text, int number, int room)
    {
        Write(text[..NumberChars], number);
        Write(text.Slice(NumberChars, RoomChars), room);
    }

    /// <summary>Reads it again; false for a text that is none of the load's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out int number, out int room)
    {
        room = 0;
        number = 0;
        return text.Length == Bytes
            && Utf8Parser.TryParse(text[..NumberChars], out number, out var used)
            && used == NumberChars
            && Utf8Parser.TryParse(text.Slice(NumberChars, RoomChars), out room, out _);
    }

    private static void Write(Span<byte> digits, int value)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }
}
