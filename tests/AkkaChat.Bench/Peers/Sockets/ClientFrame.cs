using System.Buffers.Binary;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>A whole frame of a client, unmasked in place.</summary>
internal readonly record struct ClientFrame(byte Opcode, ReadOnlyMemory<byte> Payload)
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int MaskBytes = 4;

    /// <summary>False while bytes are missing. A frame that is not allowed or not spoken is null.</summary>
    public static bool TryParse(Memory<byte> bytes, out ClientFrame? frame, out int length)
    {
        frame = null;
        length = 0;
        var span = bytes.Span;
        if (span.Length < 2)
        {
            return false;
        }

        if ((span[0] & Final) == 0 || (span[1] & Masked) == 0)
        {
            return true;
        }

        var (head, payload) = (span[1] & ~Masked) switch
        {
            126 when span.Length >= 4 => (4, (long)BinaryPrimitives.ReadUInt16BigEndian(span[2..])),
            127 when span.Length >= 10 => (10, BinaryPrimitives.ReadInt64BigEndian(span[2..])),
            126 or 127 => (10, 0),
            var small => (2, small),
        };
        if (payload is < 0 or > int.MaxValue - 16)
        {
            return true;
        }

        length = head + MaskBytes + (int)payload;
        if (span.Length < length)
        {
            return false;
        }

        Unmask(span[(head + MaskBytes)..length], span.Slice(head, MaskBytes));
        frame = new ClientFrame((byte)(span[0] & 0x0F), bytes[(head + MaskBytes)..length]);
        return true;
    }

    private static void Unmask(Span<byte> payload, ReadOnlySpan<byte> mask)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= mask[i & 3];
        }
    }
}
