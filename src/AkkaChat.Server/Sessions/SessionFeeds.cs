using System.Collections.Immutable;
using AkkaChat.Protocol;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Keeps each room's events in order and without silent gaps on the way to one client. A room in step costs nothing: its
/// events pass. Kept are only rooms that catch up from the store, and rooms whose events were dropped because the client is
/// slow.
/// </summary>
internal sealed class SessionFeeds(SocketWriter writer, SessionMetrics metrics)
{
    private readonly SlowGaps _gaps = new(writer, metrics);
    private SparseQueue<RoomId> _toRead;
    private SparseMap<RoomId, RoomCatchUp> _behind;
    private SparseMap<RoomId, long> _ahead; // sent up to there before it came live

    /// <summary>A room is about to be attached; the client has its events up to <paramref name="position"/>.</summary>
    public void Expect(RoomId room, long position)
    {
        _ahead.Remove(room);
        _behind.Set(room, new RoomCatchUp { Position = position });
    }

    /// <summary>The room is attached: events after <paramref name="lastSeq"/> will come, those up to it are in the store.</summary>
    public void OnAttached(RoomId room, long lastSeq)
    {
        if (_behind.TryGetValue(room, out var behind))
        {
            behind.Target = lastSeq;
            behind.Live = lastSeq;
            Settle(room, behind);
        }
    }

    /// <summary>True if the client has all that came of the room: what comes next is next for it, too.</summary>
    public bool IsInStep(RoomId room) => !_behind.ContainsKey(room) && !_ahead.ContainsKey(room) && !_gaps.Has(room);

    /// <summary>Live events came.</summary>
    public void OnEvents(RoomId room, ImmutableArray<EventFrame> frames)
    {
        if (_behind.TryGetValue(room, out var behind))
        {
            behind.Keep(frames);
        }
        else if (NewOf(room, frames) is { IsEmpty: false } news && !_gaps.Swallow(room, news[0].Seq, news[^1].Seq))
        {
            foreach (var frame in news)
            {
                writer.Write(frame.Frame);
            }
        }
    }

    // The store can be read past the newest live event: what is committed may still be on its way to us.
    private ImmutableArray<EventFrame> NewOf(RoomId room, ImmutableArray<EventFrame> frames)
    {
        if (!_ahead.TryGetValue(room, out var sent))
        {
            return frames;
        }

        if (frames[^1].Seq >= sent)
        {
            _ahead.Remove(room);
        }

        return [.. frames.Where(frame => frame.Seq > sent)];
    }

    /// <summary>The user is out of the room.</summary>
    public void Forget(RoomId room)
    {
        _behind.Remove(room);
        _ahead.Remove(room);
        _gaps.Forget(room);
    }

    /// <summary>The client has read what was waiting: tells it what it missed.</summary>
    public void TellGaps() => _gaps.Tell();

    /// <summary>The next room to read from the store and after which event, if any waits and the client is not slow.</summary>
    public (RoomId Room, long After)? NextRead()
    {
        while (writer.IsCalm && _toRead.TryDequeue(out var room))
        {
            if (_behind.TryGetValue(room, out var behind))
            {
                return (room, behind.Position);
            }
        }

        return null;
    }

    /// <summary>The room was read. Null: the user is not a member; the caller forgets the room.</summary>
    public void OnPage(RoomId room, EventPage page)
    {
        if (!_behind.TryGetValue(room, out var behind))
        {
            return;
        }

        behind.Target = Math.Max(behind.Target, page.LastSeq);
        if (behind.Target - behind.Position + behind.Pushed > Limits.MaxResumeEvents)
        {
            SkipTo(room, behind);
            return;
        }

        if (page.Events.Count == 0)
        {
            behind.Target = behind.Position; // there is nothing after it, whatever was said
        }

        foreach (var stored in page.Events)
        {
            writer.Write(stored.Frame);
            behind.Position = stored.Seq;
            behind.Pushed++;
        }

        Settle(room, behind);
    }

    /// <summary>The room could not be read; it is tried again.</summary>
    public void OnReadFailed(RoomId room)
    {
        if (_behind.ContainsKey(room))
        {
            _toRead.Enqueue(room);
        }
    }

    // In step, too far behind, or to be read.
    private void Settle(RoomId room, RoomCatchUp behind)
    {
        if (behind.TryJoin(out var kept))
        {
            LeaveBehind(room, behind, behind.Position);
            if (kept.Count > 0)
            {
                OnEvents(room, [.. kept]);
            }
        }
        else if (behind.Target - behind.Position > Limits.MaxResumeEvents)
        {
            SkipTo(room, behind);
        }
        else
        {
            _toRead.Enqueue(room);
        }
    }

    // The client fetches by itself what it missed. Live events that were kept are part of that.
    private void SkipTo(RoomId room, RoomCatchUp behind)
    {
        LeaveBehind(room, behind, behind.Target);
        metrics.Missed();
        writer.Write(Pushes.Gap(room, behind.Position, behind.Target));
    }

    private void LeaveBehind(RoomId room, RoomCatchUp behind, long sent)
    {
        _behind.Remove(room);
        if (sent > behind.Live)
        {
            _ahead.Set(room, sent);
        }
    }
}
