using System.Buffers;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Load;

/// <summary>
/// One client's socket. It holds no buffer while nothing is left over from the last read or waits to be sent.
/// </summary>
internal sealed class Connection(int index, Person person, int socket)
{
    private byte[]? _rest;
    private int _restBytes;
    private byte[]? _unsent;
    private int _unsentBytes;

    /// <summary>Which one of the crowd.</summary>
    public int Index => index;

    /// <summary>Whose it is.</summary>
    public Person Person => person;

    /// <summary>The descriptor; -1 once closed.</summary>
    public int Socket { get; private set; } = socket;

    /// <summary>How far it has come.</summary>
    public ConnectionStage Stage { get; set; } = ConnectionStage.Upgrading;

    /// <summary>False for one that never reads what comes after the sign-in.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>True while something waits to be sent.</summary>
    public bool HasUnsent => _unsentBytes > 0;

    /// <summary>Puts what was left over from the last read at the beginning of <paramref name="buffer"/>; gives its size.</summary>
    public int TakeRest(Span<byte> buffer)
    {
        if (_rest is null)
        {
            return 0;
        }

        var count = _restBytes;
        _rest.AsSpan(0, count).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(_rest);
        _rest = null;
        return count;
    }

    /// <summary>Keeps what is no whole frame yet.</summary>
    public void KeepRest(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return;
        }

        _rest = ArrayPool<byte>.Shared.Rent(rest.Length);
        _restBytes = rest.Length;
        rest.CopyTo(_rest);
    }

    /// <summary>Sends, or keeps what the socket does not take; false if it is broken.</summary>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        if (_unsentBytes == 0)
        {
            var sent = LibC.Send(Socket, bytes);
            if (sent < 0 && sent != -LibC.Again)
            {
                return false;
            }

            bytes = bytes[Math.Max(0, sent)..];
        }

        if (!bytes.IsEmpty)
        {
            Queue(bytes);
        }

        return true;
    }

    /// <summary>Sends what waits; false if the socket is broken.</summary>
    public bool Flush()
    {
        var sent = LibC.Send(Socket, _unsent.AsSpan(0, _unsentBytes));
        if (sent < 0)
        {
            return sent == -LibC.Again;
        }

        _unsent.AsSpan(sent, _unsentBytes - sent).CopyTo(_unsent);
        _unsentBytes -= sent;
        return true;
    }

    /// <summary>Closes the socket without a word.</summary>
    public void Cut()
    {
        if (Socket >= 0)
        {
            LibC.Close(Socket);
            Socket = -1;
            Stage = ConnectionStage.Closed;
        }
    }

    private void Queue(ReadOnlySpan<byte> bytes)
    {
        if (_unsent is null || _unsent.Length < _unsentBytes + bytes.Length)
        {
            Array.Resize(ref _unsent, 2 * (_unsentBytes + bytes.Length));
        }

        bytes.CopyTo(_unsent.AsSpan(_unsentBytes));
        _unsentBytes += bytes.Length;
    }
}
