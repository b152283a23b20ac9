namespace AkkaChat.Bench.Load;

/// <summary>All messages of a run, by number from 1: when and where they were sent, and whether they were acked.</summary>
internal sealed class SentLog
{
    private long[] _times = new long[1 << 16];
    private int[] _rooms = new int[1 << 16];
    private int[] _senders = new int[1 << 16];
    private bool[] _acked = new bool[1 << 16];

    /// <summary>The number of the newest one.</summary>
    public int Last { get; private set; }

    /// <summary>How many were acked.</summary>
    public int Acked { get; private set; }

    /// <summary>Adds one; gives its number.</summary>
    public int Add(long time, int room, int sender)
    {
        var number = ++Last;
        if (number == _times.Length)
        {
            Array.Resize(ref _times, 2 * number);
            Array.Resize(ref _rooms, 2 * number);
            Array.Resize(ref _senders, 2 * number);
            Array.Resize(ref _acked, 2 * number);
        }

        _times[number] = time;
        _rooms[number] = room;
        _senders[number] = sender;
        return number;
    }

    /// <summary>True for a message of this run.</summary>
    public bool Knows(long number) => number > 0 && number <= Last;

    /// <summary>When it was sent, or should have been.</summary>
    public long TimeOf(int number) => _times[number];

    /// <summary>Where it was sent.</summary>
    public int RoomOf(int number) => _rooms[number];

    /// <summary>The connection that sent it.</summary>
    public int SenderOf(int number) => _senders[number];

    /// <summary>True if it was acked.</summary>
    public bool IsAcked(int number) => _acked[number];

    /// <summary>Marks it as acked; false if it was before.</summary>
    public bool Ack(int number)
    {
        if (_acked[number])
        {
            return false;
        }

        _acked[number] = true;
        Acked++;
        return true;
    }
}
