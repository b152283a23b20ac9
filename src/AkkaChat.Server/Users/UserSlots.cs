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

    private readonly List<Slot> _slots = new(1);
    private readonly List<(IActorRef Session, bool SameDevice)> _displaced = []; // in the order in which they went
    private long _lastPlace;

    /// <summary>True if no session holds a slot.</summary>
    public bool IsEmpty => _slots.Count == 0;

    /// <summary>What the sessions that hold a slot say together.</summary>
    public UserActivity Activity => IsEmpty ? UserActivity.None
        : _slots.TrueForAll(slot => slot.IsHidden) ? UserActivity.Hidden
        : UserActivity.Seen;

    /// <summary>The sessions that hold a slot.</summary>
    public IEnumerable<IActorRef> Sessions => _slots.Select(slot => slot.Session);

    /// <summary>A session asks for its slot, at first or again.</summary>
    public SlotOutcome Register(IActorRef session, UserCommand.Register asked, long now)
    {
        if (_displaced.FindIndex(gone => gone.Session.Equals(session)) is >= 0 and var before)
        {
            return new SlotOutcome(null, [_displaced[before]], []);
        }

        var held = _slots.Find(slot => slot.Platform == asked.Platform);
        if (held?.Session.Equals(session) == true)
        {
            held.IsHidden = asked.IsHidden;
            return new SlotOutcome(held.Place, [], []);
        }

        Remove(session); // it asks for another slot now
        _lastPlace = asked.Place is { } known ? Math.Max(_lastPlace, known) : Math.Max(_lastPlace + 1, now);
        var slot = new Slot(session, asked.Platform, asked.Device, asked.Place ?? _lastPlace, IsFirst: asked.Place is null)
        {
            IsHidden = asked.IsHidden,
        };
        var displaced = new List<(IActorRef, bool)>();
        var forgotten = new List<IActorRef>();
        if (held is not null && !slot.IsNewerThan(held))
        {
            Displace(slot, held.Device == slot.Device, displaced, forgotten);
            return new SlotOutcome(null, displaced, forgotten);
        }

        if (held is not null)
        {
            _slots.Remove(held);
            Displace(held, held.Device == slot.Device, displaced, forgotten);
        }

        _slots.Add(slot);
        if (_slots.Count > MaxSlots)
        {
            var oldest = _slots.MinBy(other => other.Place)!;
            _slots.Remove(oldest);
            Displace(oldest, sameDevice: false, displaced, forgotten);
        }

        return new SlotOutcome(_slots.Contains(slot) ? slot.Place : null, displaced, forgotten);
    }

    /// <summary>A session has stopped.</summary>
    public void Remove(IActorRef session)
    {
        _displaced.RemoveAll(gone => gone.Session.Equals(session));
        _slots.RemoveAll(slot => slot.Session.Equals(session));
    }

    private void Displace(Slot slot, bool sameDevice, List<(IActorRef, bool)> displaced, List<IActorRef> forgotten)
    {
        displaced.Add((slot.Session, sameDevice));
        _displaced.RemoveAll(gone => gone.Session.Equals(slot.Session));
        _displaced.Add((slot.Session, sameDevice));
        while (_displaced.Count > MaxDisplaced)
        {
            forgotten.Add(_displaced[0].Session);
            _displaced.RemoveAt(0);
        }
    }

    private sealed record Slot(IActorRef Session, string Platform, DeviceId Device, long Place, bool IsFirst)
    {
        public bool IsHidden { get; set; }

        // A place says nothing against a session that came after the move: another node's clock gave it.
        public bool IsNewerThan(Slot other) =>
            IsFirst || (!other.IsFirst && (Place, Session.CompareTo(other.Session)).CompareTo((other.Place, 0)) > 0);
    }
}
