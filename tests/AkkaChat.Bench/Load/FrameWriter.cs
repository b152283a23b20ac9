using System.Buffers;
using System.Buffers.Binary;

namespace AkkaChat.Bench.Load;

/// <summary>
/// Makes client frames of WebSocket. The mask key is zero: servers must unmask all the same, and the client need not mask.
/// </summary>
internal sealed class FrameWriter
{
    private const int MaxHeader = 8;
    private const byte Masked = 0x80;

    private readonly ArrayBufferWriter<byte> _payload = new(4096);
    private byte[] _frame = new byte[8192];

    /// <summary>Where the payload of the next frame is written.</summary>
    public IBufferWriter<byte> Payload => _payload;

    /// <summary>True if something was written.</summary>
    public bool HasPayload => _payload.WrittenCount > 0;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _payload.ResetWrittenCount();

    /// <summary>The frame with the payload written so far; good until the next one is made.</summary>
    public ReadOnlySpan<byte> Finish(byte opcode = FrameReader.Text)
    {
        var payload = _payload.WrittenSpan;
        if (_frame.Length < payload.Length + MaxHeader)
        {
            _frame = new byte[2 * payload.Length + MaxHeader];
        }

        _frame[0] = (byte)(0x80 | opcode);
        var at = 2;
        if (payload.Length < 126)
        {
            _frame[1] = (byte)(Masked | payload.Length);
        }
        else
        {
            _frame[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(2), checked((ushort)payload.Length));
            at = 4;
        }

        _frame.AsSpan(at, 4).Clear();
        payload.CopyTo(_frame.AsSpan(at + 4));
        return _frame.AsSpan(0, at + 4 + payload.Length);
    }
}
