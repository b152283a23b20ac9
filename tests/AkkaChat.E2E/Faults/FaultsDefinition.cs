namespace AkkaChat.E2E.Faults;

/// <summary>Ties the shared cluster to its collection, which has the machine for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsDefinition : ICollectionFixture<FaultCluster>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "faults";
}
