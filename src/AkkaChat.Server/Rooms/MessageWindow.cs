using System.Diagnostics.CodeAnalysis;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// The messages that a room knows by heart: the newest ones and those looked up for a recall or an edit. What falls out is
/// found again in the store.
/// </summary>
internal sealed class MessageWindow
{
    /// <summary>How many messages are kept; those that are not on disk yet are kept all the same.</summary>
    public const int Capacity = RoomSnapshot.MaxRecent;

    private readonly Dictionary<long, MessageFacts> _bySeq = [];
    private readonly Dictionary<(UserId Author, ClientMessageId Key), long> _byKey = [];
    private readonly Queue<long> _order = new();
    private long _committed;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<MessageFacts> All => _bySeq.Values;

    /// <summary>The message of that place, if it is known.</summary>
    public bool TryFind(long seq, [NotNullWhen(true)] out MessageFacts? facts) => _bySeq.TryGetValue(seq, out facts);

    /// <summary>The message of that author and key, if it is known.</summary>
    public bool TryFind(UserId author, ClientMessageId key, [NotNullWhen(true)] out MessageFacts? facts)
    {
        facts = null;
        return _byKey.TryGetValue((author, key), out var seq) && _bySeq.TryGetValue(seq, out facts);
    }

    /// <summary>Takes a message in, or takes note of its change.</summary>
    public void Put(MessageFacts facts)
    {
        if (!_bySeq.ContainsKey(facts.Seq))
        {
            _order.Enqueue(facts.Seq);
            _byKey[(facts.Author, facts.Key)] = facts.Seq;
        }

        _bySeq[facts.Seq] = facts;
        Trim();
    }

    /// <summary>Takes note that all up to <paramref name="seq"/> is on disk.</summary>
    public void Committed(long seq)
    {
        _committed = seq;
        Trim();
    }

    // The oldest go, as far as all that was ever said of them is on disk.
    private void Trim()
    {
        while (_order.Count > Capacity && IsOnDisk(_bySeq[_order.Peek()]))
        {
            _bySeq.Remove(_order.Dequeue(), out var oldest);
            _byKey.Remove((oldest!.Author, oldest.Key));
        }
    }

    private bool IsOnDisk(MessageFacts facts) =>
        facts.Seq <= _committed && facts.VersionSeq <= _committed && !(facts.RecallSeq > _committed);
}
