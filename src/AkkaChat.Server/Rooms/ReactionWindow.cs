using System.Diagnostics.CodeAnalysis;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// The reactions that a room knows by heart: those set lately and those looked up. What falls out is found again in the
/// store.
/// </summary>
internal sealed class ReactionWindow
{
    /// <summary>How many are kept; those that are not on disk yet are kept all the same.</summary>
    public const int Capacity = 256;

    private readonly Dictionary<ReactionKey, ReactionFacts> _known = [];
    private Queue<ReactionKey> _order = new();
    private long _committed;

    /// <summary>What is known of that reaction.</summary>
    public bool TryFind(ReactionKey key, [NotNullWhen(true)] out ReactionFacts? facts) => _known.TryGetValue(key, out facts);

    /// <summary>Takes one in that was looked up; what was decided meanwhile is newer.</summary>
    public void Learn(ReactionKey key, ReactionFacts facts)
    {
        if (_known.TryAdd(key, facts))
        {
            _order.Enqueue(key);
            Trim();
        }
    }

    /// <summary>Takes note that one was set or taken back.</summary>
    public void Put(ReactionKey key, bool isOn, long seq)
    {
        var kinds = _known.TryGetValue(key, out var before) ? before.Kinds : 0;
        if (before is null)
        {
            _order.Enqueue(key);
        }

        _known[key] = new ReactionFacts(isOn, seq, kinds);
        ForgetOthersOf(key);
        Trim();
    }

    /// <summary>Takes note that all up to <paramref name="seq"/> is on disk.</summary>
    public void Committed(long seq)
    {
        _committed = seq;
        Trim();
    }

    // How many kinds the message has is other than what was looked up for them.
    private void ForgetOthersOf(ReactionKey key)
    {
        var before = _known.Count;
        foreach (var (other, facts) in _known)
        {
            if (other.Target == key.Target && other != key && IsOnDisk(facts))
            {
                _known.Remove(other);
            }
        }

        if (_known.Count < before)
        {
            _order = new Queue<ReactionKey>(_order.Where(_known.ContainsKey));
        }
    }

    private void Trim()
    {
        while (_order.Count > Capacity && IsOnDisk(_known[_order.Peek()]))
        {
            _known.Remove(_order.Dequeue());
        }
    }

    private bool IsOnDisk(ReactionFacts facts) => !(facts.Seq > _committed);
}
