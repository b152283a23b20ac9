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
    private readonly Queue<ReactionKey> _order = new();
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
        Trim();
    }

    /// <summary>Takes note that all up to <paramref name="seq"/> is on disk.</summary>
    public void Committed(long seq)
    {
        _committed = seq;
        Trim();
    }

    private void Trim()
    {
        while (_order.Count > Capacity && !(_known[_order.Peek()].Seq > _committed))
        {
            _known.Remove(_order.Dequeue());
        }
    }
}
