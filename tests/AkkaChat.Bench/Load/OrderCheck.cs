using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Load;

/// <summary>
/// Whether all members of a room got the same messages in the same order. The first member to get a message settles its
/// place; everybody else is held against that.
/// </summary>
internal sealed class OrderCheck
{
    private readonly List<int>[] _orders;
    private readonly int[] _firstSlots;
    private readonly int[] _positions;
    private readonly bool[] _reads;
    private readonly Dictionary<int, HashSet<int>> _skipped = [];
    private readonly HashSet<int> _disordered = [];
    private int[] _places = new int[1 << 16];

    /// <summary>Of a world in which <paramref name="reads"/> says who takes part.</summary>
    public OrderCheck(World world, Func<int, bool> reads)
    {
        _orders = [.. world.Rooms.Select(_ => new List<int>())];
        _firstSlots = new int[world.Rooms.Count + 1];
        foreach (var room in world.Rooms)
        {
            _firstSlots[room.Index + 1] = _firstSlots[room.Index] + room.Members.Count;
        }

        _positions = new int[_firstSlots[^1]];
        _reads = [.. world.Rooms.SelectMany(room => room.Members).Select(reads)];
        Array.Fill(_places, -1);
    }

    /// <summary>Deliveries that came earlier or later than for the first member who got them.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Deliveries that came a second time.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Rooms in which at least one member saw another order than the first.</summary>
    public int RoomsOutOfOrder => _disordered.Count;

    /// <summary>The place of a member of a room in the tables.</summary>
    public int SlotOf(int room, int memberPlace) => _firstSlots[room] + memberPlace;

    /// <summary>A message came to the member at <paramref name="slot"/>.</summary>
    public void Take(int room, int slot, int number)
    {
        if (number >= _places.Length)
        {
            var before = _places.Length;
            Array.Resize(ref _places, 2 * number);
            Array.Fill(_places, -1, before, _places.Length - before);
        }

        var place = _places[number];
        if (place < 0)
        {
            place = _orders[room].Count;
            _places[number] = place;
            _orders[room].Add(number);
        }

        if (place == _positions[slot])
        {
            _positions[slot]++;
            return;
        }

        TakeUnexpected(room, slot, number, place);
    }

    /// <summary>Deliveries that are missing, of all that somebody got or the server acked.</summary>
    public long CountLost(SentLog sent)
    {
        var lost = (long)_skipped.Values.Sum(skipped => skipped.Count);
        for (var room = 0; room < _orders.Length; room++)
        {
            for (var slot = _firstSlots[room]; slot < _firstSlots[room + 1]; slot++)
            {
                lost += _reads[slot] ? _orders[room].Count - _positions[slot] : 0;
            }
        }

        for (var number = 1; number <= sent.Last; number++)
        {
            if (sent.IsAcked(number) && (number >= _places.Length || _places[number] < 0))
            {
                var room = sent.RoomOf(number);
                lost += _firstSlots[room + 1] - _firstSlots[room];
            }
        }

        return lost;
    }

    private void TakeUnexpected(int room, int slot, int number, int place)
    {
        if (!_skipped.TryGetValue(slot, out var skipped))
        {
            skipped = [];
            _skipped.Add(slot, skipped);
        }

        if (place < _positions[slot])
        {
            if (skipped.Remove(number))
            {
                OutOfOrder++;
                _disordered.Add(room);
            }
            else
            {
                Duplicates++;
            }

            return;
        }

        for (var missing = _positions[slot]; missing < place; missing++)
        {
            skipped.Add(_orders[room][missing]);
        }

        _positions[slot] = place + 1;
    }
}
