using System.Buffers;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Peers;

/// <summary>Socket.IO's protocol over a WebSocket: a digit for Engine.IO's packet, one for Socket.IO's, then JSON.</summary>
internal sealed class SocketIoDialect : Dialect
{
    /// <inheritdoc/>
    public override bool OwnMessageIsAck => true;

    /// <inheritdoc/>
    public override string PathOf(Person person) =>
        "/socket.io/" + SimpleDialect.QueryOf(person) + "&EIO=4&transport=websocket";

    /// <inheritdoc/>
    public override void WriteSend(Person person, Room room, long id, ReadOnlySpan<byte> text, IBufferWriter<byte> frame)
    {
        frame.Write("42[\"send\",{\"room\":\""u8);
        frame.Write(room.NameBytes);
        frame.Write("\",\"id\":"u8);
        frame.WriteNumber(id);
        frame.Write(",\"text\":\""u8);
        frame.Write(text);
        frame.Write("\"}]"u8);
    }

    /// <inheritdoc/>
    public override Incoming Read(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("42[\"event\","u8))
        {
            return new Incoming
            {
                Kind = IncomingKind.Delivery,
                Room = Wire.TextAfter(message, "\"room\":\""u8),
                Text = Wire.TextAfter(message, "\"text\":\""u8),
            };
        }

        return message switch
        {
            [(byte)'2'] => new Incoming { Reply = "3"u8 },
            [(byte)'0', ..] => new Incoming { Reply = "40"u8 },
            [(byte)'4', (byte)'0', ..] => new Incoming { Kind = IncomingKind.Ready },
            [(byte)'4', (byte)'1' or (byte)'4', ..] or [(byte)'1', ..] => new Incoming { Kind = IncomingKind.Error },
            _ => default,
        };
    }
}
