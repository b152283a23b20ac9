using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>The reactions that a batch changes: read before, changed here, written as sets.</summary>
internal sealed class ReactionState
{
    private readonly Dictionary<(RoomId Room, long Target, UserId User, string Emoji), (bool IsOn, long Seq)> _loaded = [];
    private readonly Dictionary<(RoomId Room, long Target, UserId User, string Emoji), (bool IsOn, long Seq)> _changed = [];
    private readonly Dictionary<(RoomId Room, long Target, string Emoji), (long Count, long FirstSeq)> _counts = [];
    private readonly HashSet<(RoomId Room, long Target, string Emoji)> _counted = [];
    private readonly HashSet<(RoomId Room, long Target)> _removed = [];

    /// <summary>What people did last.</summary>
    public IReadOnlyCollection<KeyValuePair<(RoomId Room, long Target, UserId User, string Emoji), (bool IsOn, long Seq)>> Changed =>
        _changed;

    /// <summary>Reactions that more or fewer people have set now; those that nobody has have no count.</summary>
    public IReadOnlyList<((RoomId Room, long Target, string Emoji) Key, long Count, long FirstSeq)> Counts =>
        [.. _counted.Select(key => (key, _counts.GetValueOrDefault(key).Count, _counts.GetValueOrDefault(key).FirstSeq))];

    /// <summary>Messages that have none any more.</summary>
    public IReadOnlyCollection<(RoomId Room, long Target)> Removed => _removed;

    /// <summary>Takes what was read of one person's reaction.</summary>
    public void Load(RoomId room, long target, UserId user, string emoji, bool isOn, long seq) =>
        _loaded[(room, target, user, emoji)] = (isOn, seq);

    /// <summary>Takes how many people have set one.</summary>
    public void Load(RoomId room, long target, string emoji, long count, long firstSeq) =>
        _counts[(room, target, emoji)] = (count, firstSeq);

    /// <summary>Applies one reaction to a message that stands.</summary>
    public void Apply(RoomId room, RoomEvent.ReactionSet reaction)
    {
        var key = (room, reaction.Target, reaction.From, reaction.Emoji);
        var wasOn = _changed.TryGetValue(key, out var before) ? before.IsOn : _loaded.GetValueOrDefault(key).IsOn;
        _changed[key] = (reaction.On, reaction.Seq);
        if (wasOn == reaction.On)
        {
            return;
        }

        var counted = (room, reaction.Target, reaction.Emoji);
        _counted.Add(counted);
        var (count, firstSeq) = _counts.GetValueOrDefault(counted);
        if (reaction.On)
        {
            _counts[counted] = (count + 1, count == 0 ? reaction.Seq : firstSeq);
        }
        else if (count > 1)
        {
            _counts[counted] = (count - 1, firstSeq);
        }
        else
        {
            _counts.Remove(counted);
        }
    }

    /// <summary>A message has none any more.</summary>
    public void Remove(RoomId room, long target)
    {
        _removed.Add((room, target));
        foreach (var key in _changed.Keys.Where(key => key.Room == room && key.Target == target).ToList())
        {
            _changed.Remove(key);
        }

        _counted.RemoveWhere(key => key.Room == room && key.Target == target);
    }
}
