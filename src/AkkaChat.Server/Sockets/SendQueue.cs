namespace AkkaChat.Server.Sockets;

/// <summary>
/// Frames that wait for one socket, counted in bytes until they are handed to the connection. It tells when to begin and
/// when to stop draining, so that nothing runs while nothing waits.
/// </summary>
internal sealed class SendQueue(int maxBytes)
{
    private readonly Lock _gate = new();
    private List<ReadOnlyMemory<byte>> _waiting = [];
    private List<ReadOnlyMemory<byte>> _taken = [];
    private int _bytes;
    private bool _isDraining;
    private bool _isClosed;
    private Action? _whenCalm;

    /// <summary>Bytes that wait, or are being sent.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Adds a frame; true if the caller is to begin draining.</summary>
    public bool Add(ReadOnlyMemory<byte> frame) => Add([frame]);

    /// <summary>Adds frames; true if the caller is to begin draining.</summary>
    public bool Add(ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            foreach (var frame in frames)
            {
                _waiting.Add(frame);
                _bytes += frame.Length;
            }

            return Begin();
        }
    }

    /// <summary>Takes no more; true if the caller is to begin draining, to see that all is sent.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            var first = !_isClosed;
            _isClosed = true;
            return first && Begin();
        }
    }

    /// <summary>Takes no more, and forgets what waits.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _isClosed = true;
            _waiting.Clear();
        }
    }

    /// <summary>All that waits; none when there is nothing left, and then draining is over.</summary>
    public List<ReadOnlyMemory<byte>> Take()
    {
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
            _isDraining = _taken.Count > 0;
            return _taken;
        }
    }

    /// <summary>What was taken is sent.</summary>
    public void Sent()
    {
        Action? whenCalm = null;
        lock (_gate)
        {
            foreach (var frame in _taken)
            {
                _bytes -= frame.Length;
            }

            _taken.Clear();
            if (_bytes <= maxBytes / 2)
            {
                (whenCalm, _whenCalm) = (_whenCalm, null);
            }
        }

        whenCalm?.Invoke();
    }

    /// <summary>Calls <paramref name="action"/> once, as soon as no more than half of the bytes wait.</summary>
    public void WhenCalm(Action action)
    {
        lock (_gate)
        {
            if (_bytes > maxBytes / 2)
            {
                _whenCalm = action;
                return;
            }
        }

        action();
    }

    private bool Begin()
    {
        var begins = !_isDraining;
        _isDraining = true;
        return begins;
    }
}
