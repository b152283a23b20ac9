namespace AkkaChat.E2E.Histories;

/// <summary>
/// An event as somebody saw it; key and text are null for what is no message. The time is the server's, in milliseconds
/// since 1970; 0 where it was not noted.
/// </summary>
public sealed record LogEntry(long Seq, string Sender, string? Key, string? Text, long Time = 0);
