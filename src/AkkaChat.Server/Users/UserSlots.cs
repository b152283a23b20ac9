using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>
/// Who holds a user's device slots. A session that registers for the first time takes its slot from whoever holds it. One
/// that registers again, since the user's actor moved, keeps its place in the order of the sessions: it never displaces one
/// that came later.
/// </summary>
internal sealed class UserSlots
{
    /// <summary>Most slots of one user. Clients name their platforms freely, and there are about six sorts of them.</summary>
    public const int MaxSlots = 8;

    /// <summary>Most displaced sessions remembered: they close within seconds, and until then must not come back.</summary>
    public const int MaxDisplaced = 32;

    private readonly Dictionary<string, Slot> _slots = [];
    private readonly Dictionary<IActorRef, bool> _displaced = [];
    private readonly Queue<IActorRef> _displacedInOrder = new();
    private long _lastPlace;

    /// <summary>True if no session holds a slot.</summary>
    public bool IsEmpty => _slots.Count == 0;

    /// <summary>The sessions that hold a slot.</summary>
    public IEnumerable<IActorRef> Sessions => _slots.Values.Select(slot => slot.Session);

    /// <summary>A session asks for its slot, at first or again.</summary>
    public SlotOutcome Register(IActorRef session, UserCommand.Register asked, long now)
    {
        if (_displaced.TryGetValue(session, out var sameDevice))
        {
            return new SlotOutcome(null, [(session, sameDevice)], []);
        }

        if (_slots.TryGetValue(asked.Platform, out var held) && held.Session.Equals(session))
        {
            return new SlotOutcome(held.Place, [], []);
        }

        Remove(session); // it asks for another slot now
        _lastPlace = asked.Place is { } known ? Math.Max(_lastPlace, known) : Math.Max(_lastPlace + 1, now);
        var slot = new Slot(session, asked.Platform, asked.Device, asked.Place ?? _lastPlace, IsFirst: asked.Place is null);
        var displaced = new List<(IActorRef, bool)>();
        var forgotten = new List<IActorRef>();
        if (held is not null && !slot.IsNewerThan(held))
        {
            Displace(slot, held.Device == slot.Device, displaced, forgotten);
            return new SlotOutcome(null, displaced, forgotten);
        }

        if (held is not null)
        {
            Displace(held, held.Device == slot.Device, displaced, forgotten);
        }

        _slots[asked.Platform] = slot;
        if (_slots.Count > MaxSlots)
        {
            var oldest = _slots.Values.MinBy(other => other.Place)!;
            _slots.Remove(oldest.Platform);
            Displace(oldest, sameDevice: false, displaced, forgotten);
        }

        return new SlotOutcome(_slots.ContainsValue(slot) ? slot.Place : null, displaced, forgotten);
    }

    /// <summary>A session has stopped.</summary>
    public void Remove(IActorRef session)
    {
        _displaced.Remove(session);
        foreach (var (platform, slot) in _slots)
        {
            if (slot.Session.Equals(session))
            {
                _slots.Remove(platform);
            }
        }
    }

    private void Displace(Slot slot, bool sameDevice, List<(IActorRef, bool)> displaced, List<IActorRef> forgotten)
    {
        displaced.Add((slot.Session, sameDevice));
        _displaced[slot.Session] = sameDevice;
        _displacedInOrder.Enqueue(slot.Session);
        while (_displacedInOrder.Count > MaxDisplaced)
        {
            var oldest = _displacedInOrder.Dequeue();
            if (_displaced.Remove(oldest))
            {
                forgotten.Add(oldest);
            }
        }
    }

    private sealed record Slot(IActorRef Session, string Platform, DeviceId Device, long Place, bool IsFirst)
    {
        // A place says nothing against a session that came after the move: another node's clock gave it.
        public bool IsNewerThan(Slot other) =>
            IsFirst || (!other.IsFirst && (Place, Session.CompareTo(other.Session)).CompareTo((other.Place, 0)) > 0);
    }
}
