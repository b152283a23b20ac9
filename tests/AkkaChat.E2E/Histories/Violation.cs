namespace AkkaChat.E2E.Histories;

/// <summary>A promise that a history broke, and where.</summary>
public sealed record Violation(Promise Promise, string Room, string What);
