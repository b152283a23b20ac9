namespace AkkaChat.E2E.Harness;

/// <summary>What was awaited can't come any more: the connection is gone.</summary>
public sealed class ConnectionEndedException(string message) : Exception(message);
