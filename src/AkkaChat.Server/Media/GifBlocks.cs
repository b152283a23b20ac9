using System.Buffers;

namespace AkkaChat.Server.Media;

/// <summary>A GIF as the blocks that it consists of.</summary>
internal static class GifBlocks
{
    private const int HeaderBytes = 13;
    private const int ImageBytes = 10;
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;
    private const byte Application = 0xFF;
    private const int ControlBytes = 4;

    /// <summary>
    /// The same pictures in the same order and time, without comments, texts, data of programs, and whatever stands behind the
    /// end; null if it is broken.
    /// </summary>
    public static byte[]? WithoutExtras(ReadOnlySpan<byte> gif)
    {
        var place = HeaderBytes < gif.Length ? HeaderBytes + TableBytes(gif[10]) : gif.Length;
        if (place >= gif.Length)
        {
            return null;
        }

        var kept = new ArrayBufferWriter<byte>(gif.Length);
        kept.Write(gif[..place]);
        while (place < gif.Length && gif[place] != Trailer)
        {
            var rest = gif[place..];
            var length = rest[0] switch
            {
                Image => ImageLength(rest),
                Extension when rest.Length > 2 => 2 + BlocksLength(rest[2..]),
                _ => -1,
            };
            if (length < 3 || length > rest.Length)
            {
                return null;
            }

            Keep(kept, rest[..length]);
            place += length;
        }

        kept.Write((ReadOnlySpan<byte>)[Trailer]);
        return kept.WrittenSpan.ToArray();
    }

    private static void Keep(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> block)
    {
        if (block[0] == Image)
        {
            kept.Write(block);
        }
        else if (block[1] == GraphicControl && block.Length >= 4 + ControlBytes && block[2] == ControlBytes)
        {
            kept.Write(block[..(3 + ControlBytes)]);
            kept.Write((ReadOnlySpan<byte>)[0]);
        }
        else if (block[1] == Application && block[2..].StartsWith("\u000bNETSCAPE2.0\u0003\u0001"u8) && block.Length >= 18)
        {
            kept.Write(block[..18]); // how often it is repeated
            kept.Write((ReadOnlySpan<byte>)[0]);
        }
    }

    private static int ImageLength(ReadOnlySpan<byte> block)
    {
        if (block.Length < ImageBytes)
        {
            return -1;
        }

        var data = ImageBytes + TableBytes(block[ImageBytes - 1]) + 1; // and the size of the first code
        return data < block.Length ? Sum(data, BlocksLength(block[data..])) : -1;
    }

    // How long a chain of blocks is that each begin with their length, up to the one of length 0; -1 if it has no end.
    private static int BlocksLength(ReadOnlySpan<byte> chain)
    {
        var place = 0;
        while (place < chain.Length)
        {
            var length = chain[place];
            place += 1 + length;
            if (length == 0)
            {
                return place;
            }
        }

        return int.MinValue / 2;
    }

    private static int Sum(int start, int length) => length < 0 ? -1 : start + length;

    private static int TableBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);
}
