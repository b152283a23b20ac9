using System.Buffers;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Dialects;

/// <summary>
/// How a client of one kind of server speaks. It keeps nothing: one instance serves all connections. Reading must not
/// allocate, since the client shares the machine with the server that it measures.
/// </summary>
internal abstract class Dialect
{
    /// <summary>True if the server sends no ack, so that a sender's own message coming back is one.</summary>
    public virtual bool OwnMessageIsAck => false;

    /// <summary>True if deliveries have a <c>seq</c> that grows by one in each room.</summary>
    public virtual bool HasSeq => false;

    /// <summary>True if the client is ready as soon as the connection is upgraded.</summary>
    public virtual bool IsReadyAtOnce => false;

    /// <summary>What stands between several messages in one frame; null if there is always one.</summary>
    public virtual byte? Separator => null;

    /// <summary>Path and query of the upgrade request.</summary>
    public abstract string PathOf(Person person);

    /// <summary>Further lines of the upgrade request, such as <c>Sec-WebSocket-Protocol: x</c>, without line ends.</summary>
    public virtual IReadOnlyList<string> HeadersOf(Person person) => [];

    /// <summary>Writes the text frame that opens the conversation after the upgrade; nothing if the server speaks first.</summary>
    public virtual void WriteHello(Person person, IBufferWriter<byte> frame)
    {
    }

    /// <summary>Writes the text frame by which <paramref name="person"/> says <paramref name="text"/> (plain ASCII).</summary>
    /// <param name="person">Who.</param>
    /// <param name="room">Where.</param>
    /// <param name="id">The request's id, above 0 and new; what is acked has it.</param>
    /// <param name="text">What.</param>
    /// <param name="frame">Where to write it.</param>
    public abstract void WriteSend(Person person, Room room, long id, ReadOnlySpan<byte> text, IBufferWriter<byte> frame);

    /// <summary>Says what one message is (a frame, or the part of one between separators; never empty).</summary>
    public abstract Incoming Read(ReadOnlySpan<byte> message);
}
