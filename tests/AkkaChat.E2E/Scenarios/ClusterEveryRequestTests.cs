using AkkaChat.E2E.Faults;

namespace AkkaChat.E2E.Scenarios;

/// <summary>On three nodes with PostgreSQL, the people spread over them.</summary>
[Collection(FaultsDefinition.Name)]
public sealed class ClusterEveryRequestTests(FaultCluster cluster) : EveryRequestSuite(cluster);
