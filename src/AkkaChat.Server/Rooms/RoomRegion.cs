using Akka.Actor;

namespace AkkaChat.Server.Rooms;

/// <summary>All rooms, on whatever nodes they live.</summary>
internal sealed record RoomRegion(IActorRef Actor);
