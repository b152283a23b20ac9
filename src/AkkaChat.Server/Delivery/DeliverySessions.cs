using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Delivery;

/// <summary>Which rooms each session of a Delivery is attached to, so that a session that stops leaves nothing behind.</summary>
internal sealed class DeliverySessions(Dictionary<RoomId, RoomFeed> feeds, IActorContext context)
{
    private const int RoomsAtFirst = 2; // most have few

    private readonly Dictionary<IActorRef, List<RoomId>> _rooms = [];

    /// <summary>Attaches a session to a room's feed.</summary>
    public void Add(FeedMember member, RoomId room, RoomFeed feed)
    {
        if (!_rooms.TryGetValue(member.Session, out var rooms))
        {
            context.Watch(member.Session);
            _rooms.Add(member.Session, rooms = new List<RoomId>(RoomsAtFirst));
        }

        if (feed.Find(member.Session) is null)
        {
            rooms.Add(room);
        }

        feed.Add(member);
    }

    /// <summary>Detaches a session from a room.</summary>
    public void Remove(IActorRef session, RoomId room)
    {
        if (_rooms.TryGetValue(session, out var rooms) && rooms.Remove(room))
        {
            feeds[room].Remove(session);
        }
    }

    /// <summary>Detaches a session that has stopped.</summary>
    public void Remove(IActorRef session)
    {
        if (_rooms.Remove(session, out var rooms))
        {
            foreach (var room in rooms)
            {
                feeds[room].Remove(session);
            }
        }
    }
}
