using AkkaChat.Protocol;

namespace AkkaChat.Server.Presence;

/// <summary>Whether somebody is there, as it is told.</summary>
/// <param name="Kind">Whether they are there.</param>
/// <param name="At">When they were last seen; milliseconds since 1970 UTC, 0 if that is not told.</param>
internal readonly record struct Sight(PresenceKind Kind, long At)
{
    /// <summary>What those see who may see nothing.</summary>
    public static readonly Sight None = new(PresenceKind.Offline, 0);

    /// <summary>For the wire.</summary>
    public PresenceView Of(UserId user) => new(user, Kind, At == 0 ? null : At);
}
