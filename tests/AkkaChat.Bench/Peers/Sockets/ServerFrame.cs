using System.Buffers.Binary;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>Frames as a server sends them: whole, unmasked, with their header, ready for the socket.</summary>
internal static class ServerFrame
{
    /// <summary>A message.</summary>
    public const byte Text = 0x1;

    /// <summary>The end.</summary>
    public const byte Close = 0x8;

    /// <summary>Asks for a <see cref="Pong"/>.</summary>
    public const byte Ping = 0x9;

    /// <summary>The answer to a <see cref="Ping"/>.</summary>
    public const byte Pong = 0xA;

    private const byte Final = 0x80;

    /// <summary>One frame.</summary>
    public static byte[] Of(byte opcode, ReadOnlySpan<byte> payload)
    {
        var head = payload.Length switch
        {
            < 126 => 2,
            <= ushort.MaxValue => 4,
            _ => 10,
        };
        var frame = new byte[head + payload.Length];
        frame[0] = (byte)(Final | opcode);
        switch (head)
        {
            case 2:
                frame[1] = (byte)payload.Length;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
                break;
        }

        payload.CopyTo(frame.AsSpan(head));
        return frame;
    }

    /// <summary>Several pieces as one.</summary>
    public static byte[] Join(IReadOnlyCollection<byte[]> pieces)
    {
        var joined = new byte[pieces.Sum(piece => piece.Length)];
        var end = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(joined, end);
            end += piece.Length;
        }

        return joined;
    }

    /// <summary>Several pieces as one.</summary>
    public static byte[] Join(IReadOnlyCollection<ReadOnlyMemory<byte>> pieces)
    {
        var joined = new byte[pieces.Sum(piece => piece.Length)];
        var end = 0;
        foreach (var piece in pieces)
        {
            piece.Span.CopyTo(joined.AsSpan(end));
            end += piece.Length;
        }

        return joined;
    }
}
