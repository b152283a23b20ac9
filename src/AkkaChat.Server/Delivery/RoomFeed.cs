using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// What a Delivery knows of one room: who on this node is in it and which event was passed on last; the rules of passing on.
/// </summary>
internal sealed class RoomFeed
{
    private readonly Dictionary<IActorRef, FeedMember> _members = [];

    /// <summary>True once the room sends its events and the starting point is known.</summary>
    public bool IsLive { get; private set; }

    /// <summary>True while missing events are read from the store.</summary>
    public bool IsRepairing { get; set; }

    /// <summary>The last event passed on; meaningless before <see cref="IsLive"/>.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The newest event known to exist; behind it something is missing.</summary>
    public long Known { get; private set; }

    /// <summary>The room's own actor, once it has answered.</summary>
    public IActorRef? Owner { get; set; }

    /// <summary>True if events passed since the last quiet check.</summary>
    public bool WasBusy { get; set; }

    /// <summary>Quiet checks in a row without any session.</summary>
    public int EmptyChecks { get; set; }

    /// <summary>Sessions of this node that are in the room.</summary>
    public Dictionary<IActorRef, FeedMember>.ValueCollection Members => _members.Values;

    /// <summary>Events that are the next to be passed on.</summary>
    public ImmutableArray<EventFrame> Waiting { get; private set; } = [];

    /// <summary>True if events exist that were not passed on.</summary>
    public bool IsBehind => IsLive && Known > LastSeq;

    /// <summary>Takes a session in.</summary>
    public void Add(FeedMember member)
    {
        _members[member.Session] = member;
        EmptyChecks = 0;
    }

    /// <summary>A session's place; null if it is not in the room.</summary>
    public FeedMember? Find(IActorRef session) => _members.GetValueOrDefault(session);

    /// <summary>Takes a session out.</summary>
    public void Remove(IActorRef session) => _members.Remove(session);

    /// <summary>Passes events on to all sessions, to each by its way.</summary>
    public void Pass(FeedPassage passage)
    {
        foreach (var member in Members)
        {
            member.Pass(passage);
        }
    }

    /// <summary>Tells all sessions but those of one person.</summary>
    public void TellAll(DeliveryPush push, UserId? except = null)
    {
        foreach (var member in Members)
        {
            if (member.User != except)
            {
                member.Session.Tell(push);
            }
        }
    }

    /// <summary>The sessions of a user who is out by that event (null: of everybody), but for those that know of a later return.</summary>
    public List<IActorRef> SessionsOf(UserId? user, long seq) =>
        [.. Members.Where(member => (user ?? member.User) == member.User && member.AsOf < seq).Select(member => member.Session)];

    /// <summary>The room sends its events from now on, and the log stood at <paramref name="head"/> after that was so.</summary>
    public void GoLive(long head)
    {
        IsLive = true;
        LastSeq = head;
        Known = Math.Max(Known, head);
    }

    /// <summary>Lets events wait for those that come right behind them.</summary>
    /// <returns>True if none waited before.</returns>
    public bool Wait(ImmutableArray<EventFrame> frames)
    {
        var isFirst = Waiting.IsEmpty;
        Waiting = isFirst ? frames : Waiting.AddRange(frames);
        return isFirst;
    }

    /// <summary>Takes out what waits.</summary>
    public ImmutableArray<EventFrame> TakeWaiting()
    {
        var waiting = Waiting;
        Waiting = [];
        return waiting;
    }

    /// <summary>Takes note that the log reaches that far.</summary>
    public void Learn(long head) => Known = Math.Max(Known, head);

    /// <summary>
    /// The part of <paramref name="frames"/> that comes next and was not passed on yet; empty if something before it is
    /// missing, or it is all old. Whoever sends what is new is the room; an earlier life of it may still have old news.
    /// </summary>
    public ImmutableArray<EventFrame> Next(ImmutableArray<EventFrame> frames, IActorRef? from = null)
    {
        Owner = frames[^1].Seq > Known ? from ?? Owner : Owner;
        Learn(frames[^1].Seq);
        if (!IsLive || frames[0].Seq > LastSeq + 1 || frames[^1].Seq <= LastSeq)
        {
            return [];
        }

        var known = (int)(LastSeq + 1 - frames[0].Seq);
        LastSeq = frames[^1].Seq;
        WasBusy = true;
        return known == 0 ? frames : frames[known..];
    }
}
