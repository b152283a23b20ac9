namespace AkkaChat.E2E.Harness;

/// <summary>What a scenario is played on: one node, or several of one cluster.</summary>
public interface IStage
{
    /// <summary>The nodes.</summary>
    IReadOnlyList<ServerProcess> Servers { get; }
}
