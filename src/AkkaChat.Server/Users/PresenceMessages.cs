using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>Goes to a user's actor from a node on which the user is watched.</summary>
/// <param name="User">Which user.</param>
internal abstract record PresenceCommand(UserId User)
{
    /// <summary>
    /// Say whether the user is there, now and whenever it changes; answered with <see cref="PresencePush.Changed"/>. Forgotten
    /// unless it is repeated.
    /// </summary>
    /// <param name="User">Which user.</param>
    /// <param name="IsThere">True if the node believes that the user is there.</param>
    /// <param name="LastSeen">When the user was last seen, as far as the node knows; milliseconds since 1970 UTC.</param>
    public sealed record Watch(UserId User, bool IsThere, long? LastSeen) : PresenceCommand(User);

    /// <summary>Nobody there watches the user any more.</summary>
    public sealed record Unwatch(UserId User) : PresenceCommand(User);
}

/// <summary>From a user's actor to the nodes on which the user is watched.</summary>
/// <param name="User">Which user.</param>
internal abstract record PresencePush(UserId User)
{
    /// <summary>Whether the user is there.</summary>
    /// <param name="User">Which user.</param>
    /// <param name="Kind">Whether they are there.</param>
    /// <param name="LastSeen">When they last looked at the app, if that is known; null while they do.</param>
    /// <param name="IsSure">False if sessions may still be on their way to the actor: it has just moved.</param>
    public sealed record Changed(UserId User, PresenceKind Kind, long? LastSeen, bool IsSure) : PresencePush(User);

    /// <summary>Whoever sends it stops: ask again.</summary>
    public sealed record Stopped(UserId User) : PresencePush(User);
}
