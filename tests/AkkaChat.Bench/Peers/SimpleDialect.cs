using System.Buffers;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Peers;

/// <summary>The peers without a library's own protocol: one JSON object per frame, rooms in the query, no acks.</summary>
internal sealed class SimpleDialect : Dialect
{
    /// <inheritdoc/>
    public override bool OwnMessageIsAck => true;

    /// <inheritdoc/>
    public override bool IsReadyAtOnce => true;

    /// <summary>Who and where, as all peers are told.</summary>
    public static string QueryOf(Person person) =>
        $"?user={person.Name}&rooms={string.Join(',', person.Rooms.Select(room => room.Name))}";

    /// <inheritdoc/>
    public override string PathOf(Person person) => "/" + QueryOf(person);

    /// <inheritdoc/>
    public override void WriteSend(Person person, Room room, long id, ReadOnlySpan<byte> text, IBufferWriter<byte> frame)
    {
        frame.Write("{\"type\":\"send\",\"room\":\""u8);
        frame.Write(room.NameBytes);
        frame.Write("\",\"id\":"u8);
        frame.WriteNumber(id);
        frame.Write(",\"text\":\""u8);
        frame.Write(text);
        frame.Write("\"}"u8);
    }

    /// <inheritdoc/>
    public override Incoming Read(ReadOnlySpan<byte> message) =>
        message.StartsWith("{\"type\":\"event\","u8)
            ? new Incoming
            {
                Kind = IncomingKind.Delivery,
                Room = Wire.TextAfter(message, "\"room\":\""u8),
                Text = Wire.TextAfter(message, "\"text\":\""u8),
            }
            : default;
}
