namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>The rooms that somebody is in.</summary>
internal sealed class SocketsRooms(bool coalesce)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SocketsRoom> _rooms = [];

    /// <summary>Makes somebody a member; makes the room if there is none.</summary>
    public SocketsRoom Enter(string name, SocketsMember member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(name, out var room))
            {
                _rooms.Add(name, room = new SocketsRoom(name, coalesce));
            }

            room.Enter(member);
            return room;
        }
    }

    /// <summary>Takes a member out; forgets the room with its last one.</summary>
    public void Leave(SocketsRoom room, SocketsMember member)
    {
        lock (_gate)
        {
            if (room.Leave(member))
            {
                _rooms.Remove(room.Name);
            }
        }
    }
}
