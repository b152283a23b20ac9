using Akka.Actor;

namespace AkkaChat.Server.Rooms;

/// <summary>Tells a room to answer what is on its way to the store, and then to stop: it moves, or goes to sleep.</summary>
internal sealed class RoomStop : INoSerializationVerificationNeeded
{
    /// <summary>The one instance.</summary>
    public static readonly RoomStop Instance = new();
}
