using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// A session in a room's feed, and by which way events go to it. A session that is in step has them written to its socket at
/// once; one that catches up, or whose client is slow, is told them and decides. To change from telling to writing, what was
/// told must have been dealt with: events are held until the session has seen a mark behind it.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="user">Whose it is.</param>
/// <param name="asOf">The event by which the user is known to be in the room.</param>
/// <param name="writer">The session's way out; null if it wants to be told everything.</param>
internal sealed class FeedMember(IActorRef session, UserId user, long asOf, SocketWriter? writer)
{
    /// <summary>Events held while the session looks at the mark; if more come, it is told them.</summary>
    public const int MaxHeld = 256;

    private Way _way;
    private int _turn;
    private ImmutableArray<EventFrame> _held = [];

    private enum Way
    {
        Told,
        Held,
        Written,
    }

    /// <summary>The session.</summary>
    public IActorRef Session => session;

    /// <summary>Whose it is.</summary>
    public UserId User => user;

    /// <summary>The event by which the user is known to be in the room.</summary>
    public long AsOf => asOf;

    /// <summary>Passes the next events on.</summary>
    public void Pass(FeedPassage next)
    {
        switch (_way)
        {
            case Way.Written when writer!.IsCalm:
                writer.Write(next.Bytes);
                if (!writer.IsCalm)
                {
                    _way = Way.Told;
                    session.Tell(new DeliveryPush.Lagging(next.Room));
                }

                break;
            case Way.Held:
                _held = _held.AddRange(next.Frames);
                if (_held.Length > MaxHeld)
                {
                    TellHeld(next.Room);
                }

                break;
            default:
                _way = Way.Told;
                session.Tell(next.Push);
                break;
        }
    }

    /// <summary>The session is in step: what is told from here on is held until it says so once more.</summary>
    public void Hold(RoomId room)
    {
        if (_way == Way.Told && writer is not null)
        {
            _way = Way.Held;
            session.Tell(new DeliveryPush.Mark(room, ++_turn));
        }
    }

    /// <summary>The session has seen the mark. A mark of an earlier turn says nothing.</summary>
    /// <param name="room">Which room.</param>
    /// <param name="turn">The number of the mark.</param>
    /// <param name="inStep">True if events may be written to its socket.</param>
    public void OnMark(RoomId room, int turn, bool inStep)
    {
        if (_way != Way.Held || turn != _turn)
        {
            return;
        }

        if (!inStep || !writer!.IsCalm)
        {
            TellHeld(room);
            return;
        }

        _way = Way.Written;
        if (!_held.IsEmpty)
        {
            var held = new FeedPassage(room, _held);
            _held = [];
            Pass(held);
        }
    }

    private void TellHeld(RoomId room)
    {
        _way = Way.Told;
        if (!_held.IsEmpty)
        {
            session.Tell(new DeliveryPush.Events(room, _held));
            _held = [];
        }
    }
}
