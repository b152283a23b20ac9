using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>What user actors work with.</summary>
/// <param name="Clock">The node's clock.</param>
/// <param name="Presence">When a user counts as there.</param>
/// <param name="Seen">Writes down when a user was last seen, soon or, if the store can't, never.</param>
internal sealed record UserDependencies(TimeProvider Clock, PresenceOptions Presence, Action<UserId, long> Seen);
