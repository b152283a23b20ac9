using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sockets;

namespace AkkaChat.Server.Presence;

/// <summary>
/// A session that watches people: whom, whether it may see them, and what it was told. However often somebody changes, only
/// the newest state is told, and nothing that the client knows.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="by">Whose it is.</param>
/// <param name="writer">Tells whether the client takes news.</param>
internal sealed class Watcher(IActorRef session, UserId by, SocketWriter writer)
{
    private Watch[] _watches = [];

    /// <summary>The session.</summary>
    public IActorRef Session => session;

    /// <summary>Whose it is.</summary>
    public UserId By => by;

    /// <summary>True while the client takes what may be dropped.</summary>
    public bool HasRoom => writer.HasRoom;

    /// <summary>True once the session has stopped.</summary>
    public bool IsGone { get; set; }

    /// <summary>True while it waits for its turn to be told news.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>The request that is to be answered; null if none is.</summary>
    public RequestId? Asked { get; set; }

    /// <summary>When it is answered, whatever is known then.</summary>
    public TimeSpan AnswerBy { get; set; }

    /// <summary>True if somebody whom it watches has too many watchers for it to hear at once.</summary>
    public bool HasLate { get; private set; }

    /// <summary>True if of all whom it may see it is known whether they are there.</summary>
    public bool IsComplete => Array.TrueForAll(_watches, watch => !watch.MaySee || watch.Person.Sight is not null);

    /// <summary>Whom it watches.</summary>
    public IEnumerable<Person> People => _watches.Select(watch => watch.Person);

    /// <summary>Watches these people from now on, and no others.</summary>
    public void Replace(IReadOnlyList<(Person Person, bool MaySee)> people)
    {
        foreach (var watch in _watches)
        {
            watch.Person.Remove(this);
            watch.Person.Seers -= watch.MaySee ? 1 : 0;
        }

        HasLate = false;
        _watches = new Watch[people.Count];
        for (var i = 0; i < people.Count; i++)
        {
            var (person, maySee) = people[i];
            _watches[i] = new Watch { Person = person, MaySee = maySee };
            HasLate |= !person.TryAdd(this);
            person.Seers += maySee ? 1 : 0;
        }
    }

    /// <summary>It may see that person, or not any more.</summary>
    public void Allow(Person person, bool maySee)
    {
        foreach (ref var watch in _watches.AsSpan())
        {
            if (watch.Person == person && watch.MaySee != maySee)
            {
                watch.MaySee = maySee;
                person.Seers += maySee ? 1 : -1;
            }
        }
    }

    /// <summary>All that it sees now, which counts as told.</summary>
    public IReadOnlyList<PresenceView> TakeAll()
    {
        var states = new PresenceView[_watches.Length];
        for (var i = 0; i < states.Length; i++)
        {
            ref var watch = ref _watches[i];
            watch.Told = watch.Seen ?? Sight.None;
            states[i] = watch.Told.Value.Of(watch.Person.User);
        }

        return states;
    }

    /// <summary>Frames about all that it was not told, which count as told.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> TakeNews()
    {
        var frames = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        foreach (ref var watch in _watches.AsSpan())
        {
            if (watch.Seen is { } seen && watch.Told != seen)
            {
                watch.Told = seen;
                frames.Add(watch.MaySee ? watch.Person.Frame : Pushes.Presence(Sight.None.Of(watch.Person.User)));
            }
        }

        return frames.DrainToImmutable();
    }

    /// <summary>The client may have got nothing of what it was told.</summary>
    public void ForgetTold()
    {
        foreach (ref var watch in _watches.AsSpan())
        {
            watch.Told = null;
        }
    }

    private struct Watch
    {
        public Person Person;
        public bool MaySee;
        public Sight? Told;

        // Null: it is not known yet.
        public readonly Sight? Seen => MaySee ? Person.Sight : Sight.None;
    }
}
