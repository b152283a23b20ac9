namespace AkkaChat.Protocol;

/// <summary>Whether a person is there, as others see it.</summary>
/// <param name="User">Who it is.</param>
/// <param name="Kind">Whether they are there.</param>
/// <param name="LastSeen">
/// When they last looked at the app; milliseconds since 1970 UTC. Null while they do, and if it is not known or not told.
/// </param>
public sealed record PresenceView(UserId User, PresenceKind Kind, long? LastSeen);
