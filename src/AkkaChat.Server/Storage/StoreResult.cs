using Akka.Actor;

namespace AkkaChat.Server.Storage;

/// <summary>What the write pipeline tells whoever handed it a write. It stays in the process.</summary>
/// <param name="Write">The write, the very object that was handed in.</param>
internal abstract record StoreResult(StoreWrite Write) : INoSerializationVerificationNeeded
{
    /// <summary>The store answered.</summary>
    public sealed record Decided(StoreWrite Write, StoreOutcome Outcome) : StoreResult(Write);

    /// <summary>The store gave no answer in time: what was written may or may not be there.</summary>
    public sealed record Failed(StoreWrite Write) : StoreResult(Write);
}
