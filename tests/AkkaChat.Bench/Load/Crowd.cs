using System.Diagnostics;
using System.Text;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Targets;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Load;

/// <summary>
/// All clients of a run, on one thread and one buffer: waits for sockets, reads them, cuts frames and tells the listener.
/// Nothing is allocated for a frame that is received.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int BufferBytes = 1024 * 1024;
    private const int MostReady = 512;

    // Of a client that never reads: what it does not take must pile up in the server, not here.
    private const int SmallBufferBytes = 4096;

    private readonly int _epoll = LibC.CreateEpoll();
    private readonly LibC.EpollEvent[] _ready = new LibC.EpollEvent[MostReady];
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly FrameWriter _frame = new();
    private readonly List<Connection> _connections = [];
    private readonly Target _target;
    private readonly Dialect _dialect;
    private readonly CancellationToken _stop;
    private ICrowdListener _listener = null!;

    /// <summary>Nobody yet.</summary>
    public Crowd(Target target, CancellationToken stop)
    {
        _stop = stop;
        _target = target;
        _dialect = target.Dialect;
    }

    /// <summary>How its clients speak.</summary>
    public Dialect Dialect => _dialect;

    /// <summary>Everybody who was ever connected.</summary>
    public IReadOnlyList<Connection> Connections => _connections;

    /// <summary>Lets <paramref name="listener"/> have its turns until <paramref name="isOver"/>.</summary>
    public void Run(ICrowdListener listener, Func<long, bool> isOver)
    {
        _listener = listener;
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            var now = Stopwatch.GetTimestamp();
            if (isOver(now))
            {
                return;
            }

            var count = LibC.Wait(_epoll, _ready, listener.OnTurn(now));
            for (var i = 0; i < count; i++)
            {
                Serve(_connections[(int)_ready[i].Data], _ready[i].Events);
            }
        }
    }

    /// <summary>Begins to connect <paramref name="person"/>.</summary>
    /// <param name="person">Who.</param>
    /// <param name="reads">False: what comes after the sign-in is never read.</param>
    public Connection Connect(Person person, bool reads = true)
    {
        var address = _target.Addresses[person.Index % _target.Addresses.Count];
        var socket = LibC.ConnectLoopback(address.Port, reads ? null : SmallBufferBytes);
        var connection = new Connection(_connections.Count, person, socket) { Reads = reads };
        _connections.Add(connection);
        LibC.Watch(_epoll, LibC.Add, connection.Socket, LibC.Readable, connection.Index);
        var request = new StringBuilder()
            .Append("GET ").Append(_dialect.PathOf(person)).Append(" HTTP/1.1\r\nHost: ").Append(address)
            .Append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
            .Append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        foreach (var header in _dialect.HeadersOf(person))
        {
            request.Append(header).Append("\r\n");
        }

        SendRaw(connection, Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
        return connection;
    }

    /// <summary>Says something in a room.</summary>
    public void Say(Connection connection, Room room, long id, ReadOnlySpan<byte> text)
    {
        _frame.Clear();
        _dialect.WriteSend(connection.Person, room, id, text, _frame.Payload);
        SendRaw(connection, _frame.Finish());
    }

    /// <summary>Sends a text frame as it is.</summary>
    public void Send(Connection connection, ReadOnlySpan<byte> text) => Send(connection, text, FrameReader.Text);

    /// <summary>TCP segments with data that came so far on connections that are still there.</summary>
    public long CountSegments() =>
        _connections.Where(connection => connection.Socket >= 0).Sum(connection => LibC.DataSegmentsReceived(connection.Socket));

    /// <summary>Cuts all connections.</summary>
    public void CutAll() => _connections.ForEach(connection => connection.Cut());

    /// <inheritdoc/>
    public void Dispose()
    {
        CutAll();
        LibC.Close(_epoll);
    }

    private void Send(Connection connection, ReadOnlySpan<byte> payload, byte opcode)
    {
        _frame.Clear();
        System.Buffers.BuffersExtensions.Write(_frame.Payload, payload);
        SendRaw(connection, _frame.Finish(opcode));
    }

    private void SendRaw(Connection connection, ReadOnlySpan<byte> bytes)
    {
        if (connection.Stage == ConnectionStage.Closed)
        {
            return;
        }

        var hadUnsent = connection.HasUnsent;
        if (!connection.Send(bytes))
        {
            End(connection, "could not send");
        }
        else if (connection.HasUnsent && !hadUnsent)
        {
            Watch(connection);
        }
    }

    private void Watch(Connection connection)
    {
        var reads = connection.Reads || connection.Stage != ConnectionStage.Ready;
        var wanted = (reads ? LibC.Readable : 0) | (connection.HasUnsent ? LibC.Writable : 0);
        LibC.Watch(_epoll, LibC.Modify, connection.Socket, wanted, connection.Index);
    }

    private void Serve(Connection connection, uint events)
    {
        if ((events & LibC.Writable) != 0 && connection.Socket >= 0)
        {
            if (!connection.Flush())
            {
                End(connection, "could not send");
            }
            else if (!connection.HasUnsent)
            {
                Watch(connection);
            }
        }

        if ((events & ~LibC.Writable) == 0 || connection.Socket < 0)
        {
            return;
        }

        if (connection.Reads || connection.Stage != ConnectionStage.Ready)
        {
            Read(connection);
        }
        else
        {
            End(connection, "cut while it did not read");
        }
    }

    private void Read(Connection connection)
    {
        var rest = connection.TakeRest(_buffer);
        var count = LibC.Receive(connection.Socket, _buffer.AsSpan(rest));
        if (count <= 0 && count != -LibC.Again)
        {
            End(connection, count == 0 ? "the server closed" : $"errno {-count}");
            return;
        }

        var bytes = _buffer.AsSpan(0, rest + Math.Max(0, count));
        var used = 0;
        if (connection.Stage == ConnectionStage.Upgrading)
        {
            used = ReadUpgrade(connection, bytes);
        }

        if (connection.Stage != ConnectionStage.Upgrading)
        {
            used += ReadFrames(connection, bytes[used..]);
        }

        if (connection.Stage != ConnectionStage.Closed)
        {
            connection.KeepRest(bytes[used..]);
        }
    }

    private int ReadUpgrade(Connection connection, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        if (!bytes.StartsWith("HTTP/1.1 101"u8))
        {
            End(connection, Encoding.ASCII.GetString(bytes[..Math.Min(end, 200)]));
            return bytes.Length;
        }

        connection.Stage = ConnectionStage.SigningIn;
        _frame.Clear();
        _dialect.WriteHello(connection.Person, _frame.Payload);
        if (_frame.HasPayload)
        {
            SendRaw(connection, _frame.Finish());
        }

        if (_dialect.IsReadyAtOnce)
        {
            BeReady(connection);
        }

        return end + 4;
    }

    private int ReadFrames(Connection connection, ReadOnlySpan<byte> bytes)
    {
        var now = Stopwatch.GetTimestamp();
        var used = 0;
        while (connection.Stage != ConnectionStage.Closed
            && FrameReader.TryRead(bytes[used..], out var opcode, out var payload, out var length))
        {
            used += length;
            switch (opcode)
            {
                case FrameReader.Text:
                    ReadText(connection, payload, now);
                    break;
                case FrameReader.Ping:
                    Send(connection, payload, FrameReader.Pong);
                    break;
                case FrameReader.Close:
                    End(connection, "close " + Encoding.UTF8.GetString(payload[Math.Min(2, payload.Length)..]));
                    return bytes.Length;
            }
        }

        return used;
    }

    private void ReadText(Connection connection, ReadOnlySpan<byte> text, long now)
    {
        if (_dialect.Separator is not { } separator)
        {
            ReadMessage(connection, text, now);
            return;
        }

        while (!text.IsEmpty)
        {
            var end = text.IndexOf(separator);
            var message = end < 0 ? text : text[..end];
            if (!message.IsEmpty)
            {
                ReadMessage(connection, message, now);
            }

            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    private void ReadMessage(Connection connection, ReadOnlySpan<byte> message, long now)
    {
        var incoming = _dialect.Read(message);
        if (!incoming.Reply.IsEmpty)
        {
            Send(connection, incoming.Reply, FrameReader.Text);
        }

        if (incoming.Kind == IncomingKind.Ready)
        {
            BeReady(connection);
        }
        else if (incoming.Kind == IncomingKind.Error && connection.Stage != ConnectionStage.Ready)
        {
            End(connection, Encoding.UTF8.GetString(message));
        }
        else if (incoming.Kind != IncomingKind.Other)
        {
            _listener.OnIncoming(connection, in incoming, now);
        }
    }

    private void BeReady(Connection connection)
    {
        if (connection.Stage != ConnectionStage.SigningIn)
        {
            return;
        }

        connection.Stage = ConnectionStage.Ready;
        if (!connection.Reads)
        {
            Watch(connection);
        }

        _listener.OnReady(connection);
    }

    private void End(Connection connection, string reason)
    {
        if (connection.Stage == ConnectionStage.Closed)
        {
            return; // a farewell and a close may come in one read
        }

        connection.Cut();
        _listener.OnClosed(connection, reason);
    }
}
