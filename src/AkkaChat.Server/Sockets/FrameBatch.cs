using System.Buffers.Binary;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Lays objects out as the text frames of a server (RFC 6455, section 5.2): each a frame of its own, or several in one with
/// line breaks between them, for clients that asked for it.
/// </summary>
internal static class FrameBatch
{
    /// <summary>No object is added to a frame that would become larger than this.</summary>
    private const int MaxBytes = 32 * 1024;

    private const byte FinalText = 0x81;
    private const int MaxShort = 125;
    private const byte TwoBytesFollow = 126;
    private const byte EightBytesFollow = 127;

    /// <summary>The bytes that <see cref="Write"/> needs.</summary>
    public static int SizeOf(ReadOnlySpan<ReadOnlyMemory<byte>> objects, bool batch)
    {
        var size = 0;
        while (!objects.IsEmpty)
        {
            var count = NextFrame(objects, batch, out var length);
            size += HeaderBytes(length) + length;
            objects = objects[count..];
        }

        return size;
    }

    /// <summary>Writes the frames.</summary>
    /// <returns>How many bytes they take.</returns>
    public static int Write(ReadOnlySpan<ReadOnlyMemory<byte>> objects, bool batch, Span<byte> to)
    {
        var size = 0;
        while (!objects.IsEmpty)
        {
            var count = NextFrame(objects, batch, out var length);
            size += WriteHeader(to[size..], length);
            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    to[size++] = (byte)'\n';
                }

                objects[i].Span.CopyTo(to[size..]);
                size += objects[i].Length;
            }

            objects = objects[count..];
        }

        return size;
    }

    // How many objects the next frame has, and how long it is.
    private static int NextFrame(ReadOnlySpan<ReadOnlyMemory<byte>> objects, bool batch, out int length)
    {
        length = objects[0].Length;
        var count = 1;
        while (batch && count < objects.Length && length + 1 + objects[count].Length <= MaxBytes)
        {
            length += 1 + objects[count++].Length;
        }

        return count;
    }

    private static int HeaderBytes(int length) => length switch
    {
        <= MaxShort => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    private static int WriteHeader(Span<byte> to, int length)
    {
        to[0] = FinalText;
        var size = HeaderBytes(length);
        switch (size)
        {
            case 2:
                to[1] = (byte)length;
                break;
            case 4:
                to[1] = TwoBytesFollow;
                BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)length);
                break;
            default:
                to[1] = EightBytesFollow;
                BinaryPrimitives.WriteUInt64BigEndian(to[2..], (ulong)length);
                break;
        }

        return size;
    }
}
