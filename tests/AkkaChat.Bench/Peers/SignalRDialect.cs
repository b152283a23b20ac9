using System.Buffers;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Peers;

/// <summary>SignalR's JSON protocol, without its negotiation: messages end with a record separator.</summary>
internal sealed class SignalRDialect : Dialect
{
    private const byte RecordSeparator = 0x1E;

    /// <inheritdoc/>
    public override bool OwnMessageIsAck => true;

    /// <inheritdoc/>
    public override byte? Separator => RecordSeparator;

    /// <inheritdoc/>
    public override string PathOf(Person person) => "/chat" + SimpleDialect.QueryOf(person);

    /// <inheritdoc/>
    public override void WriteHello(Person person, IBufferWriter<byte> frame) =>
        frame.Write("{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    /// <inheritdoc/>
    public override void WriteSend(Person person, Room room, long id, ReadOnlySpan<byte> text, IBufferWriter<byte> frame)
    {
        frame.Write("{\"type\":1,\"target\":\"Send\",\"arguments\":[\""u8);
        frame.Write(room.NameBytes);
        frame.Write("\","u8);
        frame.WriteNumber(id);
        frame.Write(",\""u8);
        frame.Write(text);
        frame.Write("\"]}\u001e"u8);
    }

    /// <inheritdoc/>
    public override Incoming Read(ReadOnlySpan<byte> message)
    {
        var lead = "{\"type\":1,\"target\":\"event\",\"arguments\":[\""u8;
        if (message.StartsWith(lead))
        {
            // ["room","from",id,"text"]: the text ends with the message.
            var room = Wire.ToQuote(message[lead.Length..]);
            var rest = message[..message.LastIndexOf((byte)'"')];
            return new Incoming { Kind = IncomingKind.Delivery, Room = room, Text = rest[(rest.LastIndexOf((byte)'"') + 1)..] };
        }

        if (message.StartsWith("{\"type\":6"u8))
        {
            return new Incoming { Reply = "{\"type\":6}\u001e"u8 };
        }

        if (message.StartsWith("{\"type\":1,\"target\":\"ready\""u8))
        {
            return new Incoming { Kind = IncomingKind.Ready };
        }

        // The hub refused the handshake, or closes.
        return message.StartsWith("{\"error\""u8) || message.StartsWith("{\"type\":7"u8)
            ? new Incoming { Kind = IncomingKind.Error }
            : default;
    }
}
