namespace AkkaChat.E2E.Harness;

/// <summary>How a connection ended; code 0 if it was cut without a close.</summary>
public sealed record SocketEnd(int Code, string Reason);
