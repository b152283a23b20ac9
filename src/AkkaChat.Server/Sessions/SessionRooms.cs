using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// The rooms of one session: attaches them to this node's Deliveries, reads what the client missed, and follows the user in
/// and out of rooms.
/// </summary>
internal sealed class SessionRooms(
    SessionSocket socket, SessionDependencies with, SessionOut to, IActorContext context)
{
    private readonly IActorRef _self = context.Self;
    private readonly SessionFeeds _feeds = new(socket.Writer, with.Metrics);
    private SmallSet<RoomId> _rooms;
    private SparseMap<RoomId, long> _reentered;
    private UserId _user;
    private bool _isReading;
    private int _left;

    /// <summary>Attaches all rooms of <paramref name="page"/>, each from where the client's cursor stands.</summary>
    public void Start(UserId user, ConversationPage page, ImmutableDictionary<RoomId, long> cursors)
    {
        _user = user;
        var heads = page.Rooms.Select(room => (Room: room.Id, room.LastSeq)).Concat(page.Rest).ToList();
        foreach (var (room, lastSeq) in heads)
        {
            // Live events must join what was listed, even for a client that claims to have more.
            _feeds.Expect(room, cursors.TryGetValue(room, out var cursor) ? Math.Min(cursor, lastSeq) : lastSeq);
            _rooms.Add(room);
        }

        foreach (var share in heads.GroupBy(head => with.Deliveries.Of(head.Room)))
        {
            share.Key.Tell(new AttachCommand.Attach(user, [.. share], socket.Writer), _self);
        }

        foreach (var room in cursors.Keys.Where(room => !_rooms.Contains(room)))
        {
            socket.Writer.Write(Pushes.RoomRemoved(room));
        }
    }

    /// <summary>True if the session has the room, or is to have it.</summary>
    public bool Knows(RoomId room) => _rooms.Contains(room);

    /// <summary>The user came into a room by that event.</summary>
    public void OnEntered(UserPush.RoomEntered entered)
    {
        if (_rooms.Contains(entered.Room))
        {
            _reentered.Set(entered.Room, entered.Seq); // it was listed at connect, or a leave is still on its way to us
            return;
        }

        var left = _left;
        _ = with.Store.FindRoomAsync(entered.Room, _user, CancellationToken.None).PipeTo(
            _self,
            success: view => new Found(view, entered.Seq, left, Failed: false),
            failure: _ => new Found(null, entered.Seq, left, Failed: true));
    }

    /// <summary>The room that the user came into was read.</summary>
    public void OnFound(Found found)
    {
        if (found.Failed)
        {
            to.Resync();
        }

        if (found.Room is not { Role: not null } room)
        {
            return;
        }

        if (found.Left != _left)
        {
            OnEntered(new UserPush.RoomEntered(room.Id, found.Seq)); // it may be this one that the user is out of since
            return;
        }

        if (!_rooms.Add(room.Id))
        {
            return;
        }

        socket.Writer.Write(Pushes.Room(room));
        _feeds.Expect(room.Id, found.Seq - 1);
        with.Deliveries.Of(room.Id).Tell(new AttachCommand.Attach(_user, [(room.Id, found.Seq)], socket.Writer), _self);
    }

    /// <summary>
    /// Something came from a Delivery. Of a room that the user was just found to be out of, some may still be on its way: it
    /// goes nowhere.
    /// </summary>
    public void OnDelivery(DeliveryPush push)
    {
        switch (push)
        {
            case DeliveryPush.Events or DeliveryPush.Ephemeral when !_rooms.Contains(push.Room):
                break;
            case DeliveryPush.Events events:
                _feeds.OnEvents(events.Room, events.Frames);
                if (IsInStep(events.Room))
                {
                    with.Deliveries.Of(events.Room).Tell(new AttachCommand.Write(events.Room), _self);
                }

                break;
            case DeliveryPush.Mark mark:
                var marked = new AttachCommand.Marked(mark.Room, mark.Turn, IsInStep(mark.Room));
                with.Deliveries.Of(mark.Room).Tell(marked, _self);
                break;
            case DeliveryPush.Lagging:
                break; // what is said below
            case DeliveryPush.Ephemeral ephemeral:
                to.PushIfRoom(ephemeral.Frame);
                break;
            case DeliveryPush.Attached attached:
                _feeds.OnAttached(attached.Room, attached.LastSeq);
                Read();
                break;
            case DeliveryPush.Detached detached:
                Leave(detached.Room);
                break;
            case DeliveryPush.Lost:
                to.Resync();
                break;
        }

        to.WatchPace();
    }

    // Whoever is in step needs no session to decide: this node's Delivery writes the next events by itself.
    private bool IsInStep(RoomId room) => _rooms.Contains(room) && _feeds.IsInStep(room) && socket.Writer.IsCalm;

    /// <summary>A room was read for what the client missed.</summary>
    public void OnRead(ReadBack read)
    {
        _isReading = false;
        if (read.Failed)
        {
            to.Resync();
            return;
        }

        if (read.Page is { } page)
        {
            _feeds.OnPage(read.Room, page);
        }
        else
        {
            with.Deliveries.Of(read.Room).Tell(new AttachCommand.Detach(read.Room), _self);
            Leave(read.Room);
        }

        Read();
        to.WatchPace();
    }

    /// <summary>The client has read what was waiting for it.</summary>
    public void OnCalm()
    {
        _feeds.TellGaps();
        Read();
    }

    /// <summary>The user is out of a room whose log does not say so.</summary>
    public void OnLeft(RoomId room)
    {
        _left++;
        if (_rooms.Contains(room))
        {
            with.Deliveries.Of(room).Tell(new AttachCommand.Detach(room), _self);
            Leave(room);
        }
    }

    private void Leave(RoomId room)
    {
        _feeds.Forget(room);
        if (_rooms.Remove(room))
        {
            socket.Writer.Write(Pushes.RoomRemoved(room));
        }

        if (_reentered.Remove(room, out var seq))
        {
            OnEntered(new UserPush.RoomEntered(room, seq));
        }
    }

    // One room at a time, and none while the client is slow.
    private void Read()
    {
        if (_isReading || _feeds.NextRead() is not { } next)
        {
            return;
        }

        _isReading = true;
        var query = new EventQuery(
            next.Room, _user, Before: null, next.After, Limits.MaxResumeEvents, Limits.MaxHistoryBytes, Folded: false);
        _ = with.Store.ReadEventsAsync(query, CancellationToken.None).PipeTo(
            _self,
            success: page => new ReadBack(next.Room, page, Failed: false),
            failure: _ => new ReadBack(next.Room, null, Failed: true));
    }

    /// <summary>A room that the user came into; null if there is none, or reading failed.</summary>
    internal sealed record Found(RoomView? Room, long Seq, int Left, bool Failed) : INoSerializationVerificationNeeded;

    /// <summary>Events that the client missed; null where the user is not in the room, or reading failed.</summary>
    internal sealed record ReadBack(RoomId Room, EventPage? Page, bool Failed) : INoSerializationVerificationNeeded;
}
