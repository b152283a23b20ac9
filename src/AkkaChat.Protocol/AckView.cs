namespace AkkaChat.Protocol;

/// <summary>What an acknowledgement says: the event is stored.</summary>
/// <param name="Room">In which room.</param>
/// <param name="Seq">The event's place in the log.</param>
/// <param name="Id">The message's own name; null if the event is no message.</param>
/// <param name="Time">The event's time; milliseconds since 1970 UTC; null where a repetition does not know.</param>
/// <param name="IsDuplicate">True if it was there before.</param>
internal readonly record struct AckView(RoomId Room, long Seq, MessageId? Id, long? Time, bool IsDuplicate);
