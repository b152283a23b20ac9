using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>Which of some people share a room with a person?</summary>
/// <param name="User">The person.</param>
/// <param name="Others">The people.</param>
internal sealed record PeersQuery(UserId User, ImmutableArray<UserId> Others);

/// <summary>Who of them does.</summary>
/// <param name="Mark">The membership mark of the person who was asked for; not younger than the rest.</param>
/// <param name="Others">An entry for each of the people, in the order of the question.</param>
internal sealed record Peers(long Mark, ImmutableArray<Peer> Others);

/// <summary>One of the people.</summary>
/// <param name="Shares">True if they share a room that is not a live one, and neither blocks the other.</param>
/// <param name="Mark">Their membership mark; not younger than the rest.</param>
/// <param name="LastSeen">When they were last seen; milliseconds since 1970 UTC. Null if they share no room.</param>
internal readonly record struct Peer(bool Shares, long Mark, long? LastSeen);
