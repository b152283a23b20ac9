using Akka.Actor;

namespace AkkaChat.Server.Sockets;

/// <summary>Where sockets lead to.</summary>
/// <param name="Sessions">Parent of this node's sessions.</param>
/// <param name="PlainLobby">The plain lobby.</param>
internal sealed record SocketActors(IActorRef Sessions, IActorRef PlainLobby);
