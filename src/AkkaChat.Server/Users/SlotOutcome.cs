using Akka.Actor;

namespace AkkaChat.Server.Users;

/// <summary>What came of a session's asking for its slot.</summary>
/// <param name="Place">The session's place in the order of the user's sessions; null if it did not get the slot.</param>
/// <param name="Displaced">Who has to go; true: the same device holds the slot by another connection.</param>
/// <param name="Forgotten">Sessions that went before and are not remembered any longer.</param>
internal sealed record SlotOutcome(
    long? Place, IReadOnlyList<(IActorRef Session, bool SameDevice)> Displaced, IReadOnlyList<IActorRef> Forgotten);
