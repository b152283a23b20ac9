using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>A page of events while it is read: it ends at its limit, and before its bytes run out.</summary>
internal sealed class EventPageReader(EventQuery query)
{
    private readonly List<EventFrame> _events = [];
    private readonly Dictionary<long, List<ReactionView>> _reactions = [];
    private long _bytes;
    private bool _more;

    /// <summary>True if reactions belong to what is shown.</summary>
    public bool ShowsReactions => query.Folded && _events.Count > 0;

    /// <summary>True if it is read from the oldest event on.</summary>
    public bool IsForward => query.After is not null;

    /// <summary>The least <c>seq</c> on it, which is not empty.</summary>
    public long First => IsForward ? _events[0].Seq : _events[^1].Seq;

    /// <summary>The greatest <c>seq</c> on it, which is not empty.</summary>
    public long Last => IsForward ? _events[^1].Seq : _events[0].Seq;

    /// <summary>Takes the next event in the direction read; false if the page ends before it.</summary>
    public bool TryAdd(in EventFrame next)
    {
        _bytes += next.Frame.Length;
        _more = _events.Count == query.Limit || (_bytes > query.MaxBytes && _events.Count > 0);
        if (!_more)
        {
            _events.Add(next);
        }

        return !_more;
    }

    /// <summary>Takes a reaction to a message of the page; those to one message in the order in which they are shown.</summary>
    public void Add(long target, in ReactionView reaction)
    {
        if (!_reactions.TryGetValue(target, out var reactions))
        {
            _reactions.Add(target, reactions = []);
        }

        reactions.Add(reaction);
    }

    /// <summary>The page.</summary>
    /// <param name="head">The room's newest <c>seq</c>.</param>
    public EventPage Finish(long head)
    {
        if (_reactions.Count > 0)
        {
            ShowReactions();
        }

        if (!IsForward)
        {
            _events.Reverse();
        }

        return new EventPage(_events, _more, head);
    }

    // They count towards the bytes as well, so that the page may end earlier now.
    private void ShowReactions()
    {
        var bytes = 0L;
        for (var index = 0; index < _events.Count; index++)
        {
            if (_reactions.TryGetValue(_events[index].Seq, out var reactions))
            {
                _events[index] = _events[index] with { Frame = ReactionsCodec.AddTo(_events[index].Frame, reactions) };
            }

            bytes += _events[index].Frame.Length;
            if (bytes > query.MaxBytes && index > 0)
            {
                _events.RemoveRange(index, _events.Count - index);
                _more = true;
            }
        }
    }
}
