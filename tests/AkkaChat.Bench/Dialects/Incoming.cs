namespace AkkaChat.Bench.Dialects;

/// <summary>One message from a server, as far as the load looks at it. Its spans lie in the buffer that was read.</summary>
internal readonly ref struct Incoming
{
    /// <summary>What it is.</summary>
    public IncomingKind Kind { get; init; }

    /// <summary>Its place in the room's log, if the server numbers messages; else 0.</summary>
    public long Seq { get; init; }

    /// <summary>Which request of this client an ack or an error belongs to; 0 if it says none.</summary>
    public long Id { get; init; }

    /// <summary>Of a delivery: the room's name; may be left empty, since the text says it too.</summary>
    public ReadOnlySpan<byte> Room { get; init; }

    /// <summary>Of a delivery: what was said, as the sender gave it.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>What the client must answer at once, as one text frame (a pong, a next step of the handshake); mostly empty.</summary>
    public ReadOnlySpan<byte> Reply { get; init; }
}
