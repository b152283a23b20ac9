using AkkaChat.Protocol;
using AkkaChat.Server.Sockets;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// What a client missed because it was slow: for each room the last event it was sent, and the newest one there is. Told as
/// <c>gap</c> once it reads again, never passed over.
/// </summary>
internal sealed class SlowGaps(SocketWriter writer, SessionMetrics metrics)
{
    private SparseMap<RoomId, (long After, long LastSeq)> _gaps;

    /// <summary>True if the client has missed something of that room that it was not told of.</summary>
    public bool Has(RoomId room) => _gaps.ContainsKey(room);

    /// <summary>Takes note of events that are not sent; true if they must not be.</summary>
    public bool Swallow(RoomId room, long first, long last)
    {
        if (_gaps.TryGetValue(room, out var gap))
        {
            _gaps.Set(room, gap with { LastSeq = last });
            return true;
        }

        if (writer.HasRoom)
        {
            return false;
        }

        _gaps.Set(room, (first - 1, last));
        return true;
    }

    /// <summary>Tells the client what it missed, as far as there is room.</summary>
    public void Tell()
    {
        foreach (var room in _gaps.Keys())
        {
            if (!writer.HasRoom || !_gaps.Remove(room, out var gap))
            {
                return;
            }

            metrics.Missed();
            writer.Write(Pushes.Gap(room, gap.After, gap.LastSeq));
        }
    }

    /// <summary>The user is out of the room.</summary>
    public void Forget(RoomId room) => _gaps.Remove(room);
}
