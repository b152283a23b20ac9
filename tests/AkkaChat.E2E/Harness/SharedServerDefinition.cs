namespace AkkaChat.E2E.Harness;

/// <summary>Ties the shared server to its collection.</summary>
[CollectionDefinition(SharedServer.Collection)]
public sealed class SharedServerDefinition : ICollectionFixture<SharedServer>;
