namespace AkkaChat.Server.Cluster;

/// <summary>What is known of a node that may be dead. A process is dead once its port has refused often enough in a row.</summary>
/// <param name="Refusals">Refusals seen so far.</param>
internal sealed record Suspicion(int Refusals = 0)
{
    /// <summary>
    /// After one more answer; null if it clears the node: whatever is not a refusal leaves it to heartbeats.
    /// </summary>
    public Suspicion? After(PortAnswer answer) => answer == PortAnswer.Refused ? new Suspicion(Refusals + 1) : null;

    /// <summary>True once it has been refused <paramref name="enough"/> times.</summary>
    public bool IsProof(int enough) => Refusals >= enough;
}
