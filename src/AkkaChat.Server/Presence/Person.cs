using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Presence;

/// <summary>Somebody who is watched on this node, or watches others.</summary>
/// <param name="user">Who it is.</param>
/// <param name="mark">The membership mark as of which it is known who shares a room with them.</param>
internal sealed class Person(UserId user, long? mark)
{
    private HashSet<Watcher>? _watchers;
    private ReadOnlyMemory<byte> _frame;
    private Sight? _sight;

    /// <summary>Who it is.</summary>
    public UserId User => user;

    /// <summary>
    /// The membership mark as of which it is known who shares a room with them; null if that must be looked up again.
    /// </summary>
    public long? Mark { get; set; } = mark;

    /// <summary>The sessions of this node that watch them, as many as may hear at once.</summary>
    public IReadOnlyCollection<Watcher> Watchers => _watchers ?? (IReadOnlyCollection<Watcher>)[];

    /// <summary>The sessions of this node by which they watch others.</summary>
    public List<Watcher> Sessions { get; } = new(0);

    /// <summary>How many who watch them may see them.</summary>
    public int Seers { get; set; }

    /// <summary>The person's actor, once it has answered.</summary>
    public IActorRef? Owner { get; set; }

    /// <summary>When they were last seen, as far as it is known here.</summary>
    public long LastSeen { get; set; }

    /// <summary>When the person is to be looked at again.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>Whether they are there; null before their actor has answered.</summary>
    public Sight? Sight
    {
        get => _sight;
        set
        {
            _sight = value;
            _frame = default;
        }
    }

    /// <summary>True if it is believed that they are there.</summary>
    public bool IsThere => _sight is { Kind: not PresenceKind.Offline };

    /// <summary>True if nobody here watches them, and they watch nobody.</summary>
    public bool IsUnused => Watchers.Count == 0 && Sessions.Count == 0;

    /// <summary>The frame that says <see cref="Sight"/>, made once for all who see it.</summary>
    public ReadOnlyMemory<byte> Frame =>
        _frame.IsEmpty ? _frame = Pushes.Presence((_sight ?? Presence.Sight.None).Of(user)) : _frame;

    /// <summary>Takes in somebody who is to hear at once; false if there are too many.</summary>
    public bool TryAdd(Watcher watcher)
    {
        _watchers ??= [];
        return _watchers.Count < PresenceOptions.MaxWatchers && _watchers.Add(watcher);
    }

    /// <summary>Lets somebody go.</summary>
    public void Remove(Watcher watcher) => _watchers?.Remove(watcher);
}
