using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Finds the rooms that a session's user came into without the session being told: compares one number of the user with the
/// store, together with other sessions, and lists the rooms only if it changed. Rooms left are found by their own log.
/// </summary>
internal sealed class SessionMemberships(SessionDependencies with, SessionRooms rooms, IActorContext context)
{
    private readonly IActorRef _self = context.Self;
    private UserId _user;
    private long _mark;
    private bool _isComparing;

    /// <summary>The rooms were listed, after <paramref name="mark"/> was read.</summary>
    public void Start(UserId user, long mark)
    {
        _user = user;
        _mark = mark;
    }

    /// <summary>Compares; answered with <see cref="Compared"/>.</summary>
    public void Compare()
    {
        if (_isComparing)
        {
            return;
        }

        _isComparing = true;
        var known = _mark;
        _ = CompareAsync(_user, known, with.Reads).PipeTo(_self, failure: _ => new Compared(known, []));
    }

    /// <summary>Attaches the rooms that are not known here.</summary>
    public void OnCompared(Compared found)
    {
        _isComparing = false;
        _mark = found.Mark;
        foreach (var (room, lastSeq) in found.Rooms.Where(head => !rooms.Knows(head.Room)))
        {
            rooms.OnEntered(new UserPush.RoomEntered(room, lastSeq));
        }
    }

    private static async Task<Compared> CompareAsync(UserId user, long known, ReadPipeline reads)
    {
        var mark = await reads.LoadMembershipMarkAsync(user, CancellationToken.None);
        if (mark == known)
        {
            return new Compared(known, []);
        }

        // The first page has the keys of all rooms behind it: one room is enough of a page.
        var page = await reads.ListConversationsAsync(new ConversationQuery(user, null, Limit: 1), CancellationToken.None);
        return new Compared(mark, [.. page.Rooms.Select(room => (room.Id, room.LastSeq)), .. page.Rest]);
    }

    /// <summary>The number now, and the rooms if it had changed. After a failure nothing: the next time tells.</summary>
    internal sealed record Compared(long Mark, ImmutableArray<(RoomId Room, long LastSeq)> Rooms)
        : INoSerializationVerificationNeeded;
}
