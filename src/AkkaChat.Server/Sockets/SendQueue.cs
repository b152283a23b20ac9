using System.Buffers;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Frames that wait for one socket, counted in bytes until they are handed to the connection. It tells when to begin and
/// when to stop draining, so that nothing runs, and next to nothing is held, while nothing waits.
/// </summary>
internal sealed class SendQueue(int maxBytes)
{
    private readonly Lock _gate = new();
    private FrameList _waiting;
    private FrameList _taken;
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

    /// <summary>All that waits, until <see cref="Sent"/>; none when there is nothing left, and then draining is over.</summary>
    public ReadOnlyMemory<ReadOnlyMemory<byte>> Take()
    {
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
            _isDraining = _taken.Count > 0;
            return _taken.Frames;
        }
    }

    /// <summary>What was taken is sent.</summary>
    public void Sent()
    {
        Action? whenCalm = null;
        lock (_gate)
        {
            foreach (var frame in _taken.Frames.Span)
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

    /// <summary>Frames in an array that is borrowed while there are any.</summary>
    private struct FrameList
    {
        private const int FirstSize = 16; // what the pool's smallest arrays hold

        private ReadOnlyMemory<byte>[]? _frames;

        public int Count { get; private set; }

        public readonly ReadOnlyMemory<ReadOnlyMemory<byte>> Frames => _frames.AsMemory(0, Count);

        public void Add(ReadOnlyMemory<byte> frame)
        {
            if (_frames is null || Count == _frames.Length)
            {
                Grow();
            }

            _frames![Count++] = frame;
        }

        public void Clear()
        {
            if (_frames is { } frames)
            {
                frames.AsSpan(0, Count).Clear();
                ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(frames);
                _frames = null;
                Count = 0;
            }
        }

        private void Grow()
        {
            var larger = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(Math.Max(FirstSize, Count * 2));
            _frames.AsSpan(0, Count).CopyTo(larger);
            var count = Count;
            Clear();
            (_frames, Count) = (larger, count);
        }
    }
}
