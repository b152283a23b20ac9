using System.Buffers.Binary;

namespace AkkaChat.Bench.Load;

/// <summary>Cuts server frames of WebSocket out of received bytes.</summary>
internal static class FrameReader
{
    public const byte Text = 1;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    /// <summary>The first frame of <paramref name="bytes"/>, and how long it is in all; false while it is not whole.</summary>
    /// <exception cref="InvalidDataException">A message comes in several frames, which no server here does.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out byte opcode, out ReadOnlySpan<byte> payload, out int length)
    {
        opcode = 0;
        payload = default;
        length = 0;
        if (bytes.Length < 2)
        {
            return false;
        }

        var (header, size) = (2, (long)(bytes[1] & 0x7F));
        if (size == 126)
        {
            header = 4;
            size = bytes.Length >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : long.MaxValue;
        }
        else if (size == 127)
        {
            header = 10;
            size = bytes.Length >= 10 ? BinaryPrimitives.ReadInt64BigEndian(bytes[2..]) : long.MaxValue;
        }

        if (bytes.Length - header < size)
        {
            return false;
        }

        opcode = (byte)(bytes[0] & 0x0F);
        if ((bytes[0] & 0x80) == 0 || opcode == 0)
        {
            throw new InvalidDataException("A message came in several frames.");
        }

        payload = bytes.Slice(header, (int)size);
        length = header + (int)size;
        return true;
    }
}
