namespace AkkaChat.E2E.Histories;

/// <summary>An event as somebody saw it; key and text are null for what is no message.</summary>
public sealed record LogEntry(long Seq, string Sender, string? Key, string? Text);
