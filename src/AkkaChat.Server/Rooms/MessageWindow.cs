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
    /// <summary>
    /// How many messages are kept. More than a room ever has pending, so a message with a pending change never falls out.
    /// </summary>
    public const int Capacity = 4 * RoomOptions.MaxPendingEvents;

    private readonly Dictionary<long, MessageFacts> _bySeq = [];
    private readonly Dictionary<(UserId Author, ClientMessageId Key), long> _byKey = [];
    private readonly Queue<long> _order = new();

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
        while (_order.Count > Capacity)
        {
            if (_bySeq.Remove(_order.Dequeue(), out var oldest))
            {
                _byKey.Remove((oldest.Author, oldest.Key));
            }
        }
    }
}
