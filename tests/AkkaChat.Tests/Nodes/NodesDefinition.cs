using Xunit;

namespace AkkaChat.Tests.Nodes;

/// <summary>Tests with several nodes: one at a time, and beside no other test, for they wait for heartbeats.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NodesDefinition
{
    /// <summary>Its name.</summary>
    public const string Name = "several nodes";
}
