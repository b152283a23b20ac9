using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Dialects;

/// <summary><c>akkachat.v1</c>, with several objects in a frame where the server likes.</summary>
internal sealed class AkkaChatDialect : Dialect
{
    /// <inheritdoc/>
    public override bool HasSeq => true;

    /// <inheritdoc/>
    public override byte? Separator => (byte)'\n';

    /// <inheritdoc/>
    public override string PathOf(Person person) => "/ws";

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeadersOf(Person person) => ["Sec-WebSocket-Protocol: akkachat.v1"];

    /// <inheritdoc/>
    public override void WriteHello(Person person, IBufferWriter<byte> frame)
    {
        var hello = new StringBuilder()
            .Append("{\"type\":\"connect\",\"id\":\"hello\",\"token\":\"").Append(person.Token)
            .Append("\",\"deviceId\":\"d-1\",\"platform\":\"bot\",\"batch\":true");
        if (person.Cursors is { } cursors)
        {
            var entries = person.Rooms.Select((room, i) =>
                string.Create(CultureInfo.InvariantCulture, $"\"{room.Name}\":{cursors[i]}"));
            hello.Append(",\"cursors\":{").AppendJoin(',', entries).Append('}');
        }

        frame.Write(Encoding.ASCII.GetBytes(hello.Append('}').ToString()));
    }

    /// <inheritdoc/>
    public override void WriteSend(Person person, Room room, long id, ReadOnlySpan<byte> text, IBufferWriter<byte> frame)
    {
        frame.Write("{\"type\":\"send\",\"id\":"u8);
        WriteNumber(id, frame);
        frame.Write(",\"room\":\""u8);
        frame.Write(room.NameBytes);
        frame.Write("\",\"clientMsgId\":\"c"u8);
        WriteNumber(id, frame);
        frame.Write("\",\"content\":{\"kind\":\"text\",\"text\":\""u8);
        frame.Write(text);
        frame.Write("\"}}"u8);
    }

    /// <summary>Writes the request for a page of a room's log before a place.</summary>
    public static void WriteHistory(Room room, long id, long before, int limit, IBufferWriter<byte> frame)
    {
        frame.Write("{\"type\":\"history\",\"id\":"u8);
        WriteNumber(id, frame);
        frame.Write(",\"room\":\""u8);
        frame.Write(room.NameBytes);
        frame.Write("\",\"before\":"u8);
        WriteNumber(before, frame);
        frame.Write(",\"limit\":"u8);
        WriteNumber(limit, frame);
        frame.Write("}"u8);
    }

    /// <inheritdoc/>
    public override Incoming Read(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"event\",\"room\":\""u8))
        {
            return ReadEvent(message);
        }

        if (message.StartsWith("{\"type\":\"ok\",\"id\":\"hello\""u8))
        {
            return new Incoming { Kind = IncomingKind.Ready };
        }

        if (message.StartsWith("{\"type\":\"ack\""u8) || message.StartsWith("{\"type\":\"ok\""u8))
        {
            return new Incoming { Kind = IncomingKind.Ack, Id = NumberAfter(message, "\"id\":"u8) };
        }

        if (message.StartsWith("{\"type\":\"ping\""u8))
        {
            return new Incoming { Reply = "{\"type\":\"pong\"}"u8 };
        }

        return message.StartsWith("{\"type\":\"error\""u8) || message.StartsWith("{\"type\":\"bye\""u8)
            ? new Incoming { Kind = IncomingKind.Error, Id = NumberAfter(message, "\"id\":"u8), Text = message }
            : default;
    }

    private static Incoming ReadEvent(ReadOnlySpan<byte> message)
    {
        var rest = message["{\"type\":\"event\",\"room\":\""u8.Length..];
        var room = rest[..rest.IndexOf((byte)'"')];
        rest = rest[room.Length..];
        var seq = NumberAfter(rest, "\"seq\":"u8);
        var start = rest.IndexOf("\"text\":\""u8);
        if (start < 0)
        {
            return default;
        }

        var text = rest[(start + "\"text\":\""u8.Length)..];
        return new Incoming { Kind = IncomingKind.Delivery, Room = room, Seq = seq, Text = text[..text.IndexOf((byte)'"')] };
    }

    private static long NumberAfter(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        var start = message.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(message[(start + name.Length)..], out long number, out _) ? number : 0;
    }

    private static void WriteNumber(long number, IBufferWriter<byte> frame)
    {
        const int mostDigits = 20;
        Utf8Formatter.TryFormat(number, frame.GetSpan(mostDigits), out var digits);
        frame.Advance(digits);
    }
}
