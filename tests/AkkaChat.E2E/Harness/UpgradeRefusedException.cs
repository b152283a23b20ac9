namespace AkkaChat.E2E.Harness;

/// <summary>The server did not make a socket of the request.</summary>
public sealed class UpgradeRefusedException(int status, Exception inner)
    : Exception($"the upgrade was refused with {status}", inner)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;
}
