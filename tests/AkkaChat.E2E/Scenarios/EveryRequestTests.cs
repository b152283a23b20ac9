using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>On one node with its embedded store.</summary>
[Collection(SharedServer.Collection)]
public sealed class EveryRequestTests(SharedServer shared) : EveryRequestSuite(shared);
