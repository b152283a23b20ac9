using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AkkaChat.Server.Media;

/// <summary>A WebP as the chunks that it consists of.</summary>
internal static class WebpChunks
{
    private const int HeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int FrameHeaderBytes = 16;
    private const int SizePlace = 4;

    // Of the first chunk's flags, those that say that there is metadata.
    private const byte ExtrasFlags = 0x08 | 0x04;

    /// <summary>
    /// The same pictures in the same order and time, without metadata, unknown chunks, and whatever stands behind the end; null
    /// if it is broken.
    /// </summary>
    public static byte[]? WithoutExtras(ReadOnlySpan<byte> webp)
    {
        if (webp.Length < HeaderBytes)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(webp[SizePlace..]);
        if (size < HeaderBytes - ChunkHeaderBytes || size > webp.Length - ChunkHeaderBytes)
        {
            return null;
        }

        var kept = new ArrayBufferWriter<byte>(webp.Length);
        kept.Write(webp[..HeaderBytes]);
        if (!KeepChunks(kept, webp[HeaderBytes..(ChunkHeaderBytes + (int)size)], isFrame: false))
        {
            return null;
        }

        var bytes = kept.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SizePlace), (uint)(bytes.Length - ChunkHeaderBytes));
        return bytes;
    }

    private static bool KeepChunks(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> chunks, bool isFrame)
    {
        while (chunks.Length >= ChunkHeaderBytes)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunks[SizePlace..]);
            if (size > chunks.Length - ChunkHeaderBytes)
            {
                return false;
            }

            var end = ChunkHeaderBytes + (int)size;
            if (!KeepChunk(kept, Encoding.Latin1.GetString(chunks[..SizePlace]), chunks[ChunkHeaderBytes..end], isFrame))
            {
                return false;
            }

            chunks = chunks[Math.Min(chunks.Length, end + (end & 1))..];
        }

        return true;
    }

    private static bool KeepChunk(ArrayBufferWriter<byte> kept, string name, ReadOnlySpan<byte> body, bool isFrame)
    {
        switch (name)
        {
            case "VP8X" when !isFrame && body.Length > 0:
                Write(kept, name, [(byte)(body[0] & ~ExtrasFlags), .. body[1..]]);
                return true;
            case "ANMF" when !isFrame && body.Length >= FrameHeaderBytes:
                var frame = new ArrayBufferWriter<byte>(body.Length);
                frame.Write(body[..FrameHeaderBytes]);
                if (!KeepChunks(frame, body[FrameHeaderBytes..], isFrame: true))
                {
                    return false;
                }

                Write(kept, name, frame.WrittenSpan);
                return true;
            case "ICCP" or "ANIM" when !isFrame:
            case "ALPH" or "VP8 " or "VP8L":
                Write(kept, name, body);
                return true;
            default:
                return true; // nothing of it is kept
        }
    }

    private static void Write(ArrayBufferWriter<byte> kept, string name, ReadOnlySpan<byte> body)
    {
        kept.Write(Encoding.Latin1.GetBytes(name));
        BinaryPrimitives.WriteUInt32LittleEndian(kept.GetSpan(sizeof(uint)), (uint)body.Length);
        kept.Advance(sizeof(uint));
        kept.Write(body);
        if (body.Length % 2 != 0)
        {
            kept.Write((ReadOnlySpan<byte>)[0]);
        }
    }
}
