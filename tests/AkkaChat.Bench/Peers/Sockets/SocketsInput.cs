using System.Net.Sockets;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>What comes in from one client, in a buffer that is small unless a message is large.</summary>
internal sealed class SocketsInput(Socket socket)
{
    // A usual message fits, and 10,000 idle clients hold 5 MB.
    private const int UsualBytes = 512;

    private const int MaxBytes = 64 * 1_024;

    private byte[] _buffer = new byte[UsualBytes];
    private int _start;
    private int _end;

    /// <summary>The upgrade; null if it is none.</summary>
    public async ValueTask<UpgradeRequest?> ReadRequestAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start.._end).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var request = UpgradeRequest.Parse(_buffer.AsSpan(_start, length));
        _start += length + 4;
        return request;
    }

    /// <summary>The next frame, valid until the one after it is read; null at the end or if it is nothing we speak.</summary>
    public async ValueTask<ClientFrame?> ReadFrameAsync()
    {
        while (true)
        {
            if (ClientFrame.TryParse(_buffer.AsMemory(_start.._end), out var frame, out var length))
            {
                _start += length;
                return frame;
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    private async ValueTask<bool> FillAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            if (_buffer.Length > UsualBytes)
            {
                _buffer = new byte[UsualBytes];
            }
        }
        else if (_end == _buffer.Length && !TryMakeRoom())
        {
            return false;
        }

        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += received;
        return received > 0;
    }

    private bool TryMakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            return true;
        }

        if (_buffer.Length >= MaxBytes)
        {
            return false;
        }

        Array.Resize(ref _buffer, 2 * _buffer.Length);
        return true;
    }
}
