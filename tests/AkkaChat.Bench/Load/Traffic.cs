using System.Diagnostics;
using System.Text;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Load;

/// <summary>Chat in rooms: sends at its pace, and checks whatever comes back.</summary>
internal sealed class Traffic : ICrowdListener
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly Crowd _crowd;
    private readonly World _world;
    private readonly Connection[] _connectionOf;
    private readonly int[][] _slots;
    private readonly long[] _seqs;
    private readonly byte[] _text = MessageText.Create();
    private readonly SentLog _sent = new();
    private Pace _pace = new Pace.Closed(0);
    private long _started;
    private long _paced;
    private bool _sends;

    /// <summary>Of a crowd that is connected.</summary>
    public Traffic(Crowd crowd, World world, IReadOnlyList<Connection> connections)
    {
        _crowd = crowd;
        _world = world;
        _connectionOf = [.. connections.OrderBy(connection => connection.Person.Index)];
        Order = new OrderCheck(world, person => _connectionOf[person].Reads);
        _slots = new int[crowd.Connections.Count][];
        foreach (var connection in _connectionOf)
        {
            _slots[connection.Index] = [.. connection.Person.Rooms.Select(room => SlotOf(room, connection.Person))];
        }

        _seqs = new long[world.Rooms.Sum(room => room.Members.Count)];
    }

    /// <summary>What was counted since <see cref="StartTally"/>.</summary>
    public Tally Tally { get; private set; } = new();

    /// <summary>Whether all saw the same.</summary>
    public OrderCheck Order { get; }

    /// <summary>All that was sent.</summary>
    public SentLog Sent => _sent;

    /// <summary>Deliveries of the whole run.</summary>
    public long Delivered { get; private set; }

    /// <summary>True if everybody who reads has everything.</summary>
    public bool IsComplete => Order.CountLost(_sent) == 0;

    /// <summary>Requests that were refused.</summary>
    public long Errors { get; private set; }

    /// <summary>Connections that the server ended.</summary>
    public long Closed { get; private set; }

    /// <summary>Connections that never read, and that the server ended.</summary>
    public long ClosedUnread { get; private set; }

    /// <summary>Deliveries whose <c>seq</c> was not one more than the one before.</summary>
    public long SeqGaps { get; private set; }

    /// <summary>The first thing that went wrong, for whoever reads the result.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Begins to send.</summary>
    public void Start(Pace pace)
    {
        _pace = pace;
        _sends = true;
        _started = Stopwatch.GetTimestamp();
        _paced = 0;
        if (pace is not Pace.Closed closed)
        {
            return;
        }

        foreach (var room in _world.Rooms)
        {
            for (var i = 0; i < room.Senders * closed.Window; i++)
            {
                Say(room, _connectionOf[room.Members[i % room.Senders]], Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>Sends no more.</summary>
    public void Stop() => _sends = false;

    /// <summary>Counts from zero.</summary>
    public void StartTally() => Tally = new Tally();

    /// <inheritdoc/>
    public TimeSpan OnTurn(long now)
    {
        if (!_sends || _pace is not Pace.Open open)
        {
            return LongestWait;
        }

        while (true)
        {
            var due = _started + (long)(_paced / open.PerSecond * Stopwatch.Frequency);
            if (due > now)
            {
                var wait = Stopwatch.GetElapsedTime(now, due);
                return wait < LongestWait ? wait : LongestWait;
            }

            var room = _world.Rooms[(int)(_paced % _world.Rooms.Count)];
            var sender = room.Members[(int)(_paced / _world.Rooms.Count % room.Senders)];
            _paced++;
            Say(room, _connectionOf[sender], due);
        }
    }

    /// <inheritdoc/>
    public void OnReady(Connection connection)
    {
    }

    /// <inheritdoc/>
    public void OnIncoming(Connection connection, in Incoming incoming, long now)
    {
        switch (incoming.Kind)
        {
            case IncomingKind.Delivery:
                OnDelivery(connection, in incoming, now);
                break;
            case IncomingKind.Ack when _sent.Knows(incoming.Id):
                OnAck(connection, (int)incoming.Id, now);
                break;
            case IncomingKind.Error:
                Errors++;
                FirstFailure ??= "error: " + Encoding.UTF8.GetString(incoming.Text);
                if (_sent.Knows(incoming.Id))
                {
                    SayNext(connection, _sent.RoomOf((int)incoming.Id), now);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public void OnClosed(Connection connection, string reason)
    {
        if (!connection.Reads)
        {
            ClosedUnread++;
            return;
        }

        Closed++;
        FirstFailure ??= $"{connection.Person.Name} was closed: {reason}";
    }

    private void OnDelivery(Connection connection, in Incoming incoming, long now)
    {
        if (!MessageText.TryRead(incoming.Text, out var number, out var room) || !_sent.Knows(number))
        {
            return;
        }

        var slot = SlotOf(connection, room);
        Delivered++;
        Tally.Deliver(now - _sent.TimeOf(number));
        Order.Take(room, slot, number);
        if (incoming.Seq > 0)
        {
            var before = _seqs[slot];
            _seqs[slot] = incoming.Seq;
            SeqGaps += before > 0 && incoming.Seq != before + 1 ? 1 : 0;
        }

        if (_crowd.Dialect.OwnMessageIsAck && _sent.SenderOf(number) == connection.Index)
        {
            OnAck(connection, number, now);
        }
    }

    private void OnAck(Connection connection, int number, long now)
    {
        if (_sent.Ack(number))
        {
            Tally.Ack(now - _sent.TimeOf(number));
            SayNext(connection, _sent.RoomOf(number), now);
        }
    }

    private void SayNext(Connection connection, int room, long now)
    {
        if (_sends && _pace is Pace.Closed)
        {
            Say(_world.Rooms[room], connection, now);
        }
    }

    private void Say(Room room, Connection connection, long time)
    {
        var number = _sent.Add(time, room.Index, connection.Index);
        MessageText.Fill(_text, number, room.Index);
        _crowd.Say(connection, room, number, _text);
    }

    private int SlotOf(Connection connection, int room)
    {
        var rooms = connection.Person.Rooms;
        for (var i = 0; i < rooms.Count; i++)
        {
            if (rooms[i].Index == room)
            {
                return _slots[connection.Index][i];
            }
        }

        throw new InvalidDataException($"{connection.Person.Name} got a message of room {room}, of which they are no member.");
    }

    private int SlotOf(Room room, Person person)
    {
        for (var place = 0; place < room.Members.Count; place++)
        {
            if (room.Members[place] == person.Index)
            {
                return Order.SlotOf(room.Index, place);
            }
        }

        throw new InvalidOperationException($"{person.Name} is no member of {room.Name}.");
    }
}
