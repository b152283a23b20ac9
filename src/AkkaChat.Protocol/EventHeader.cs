namespace AkkaChat.Protocol;

/// <summary>What every event has in common; the columns of a stored event.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Kind">What the event is.</param>
/// <param name="Time">Milliseconds since 1970 UTC.</param>
/// <param name="From">Whose doing it is.</param>
/// <param name="Id">The message's own name; null for events that are not messages.</param>
/// <param name="Key">The author's idempotency key; null for events that are not messages.</param>
public readonly record struct EventHeader(
    long Seq, EventKind Kind, long Time, UserId From, MessageId? Id, ClientMessageId? Key)
{
    /// <summary>The header of <paramref name="stored"/>.</summary>
    public static EventHeader Of(RoomEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var message = stored as RoomEvent.MessagePosted;
        return new EventHeader(stored.Seq, stored.Kind, stored.Time, stored.From, message?.Id, message?.Key);
    }
}
