using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Presence;

/// <summary>
/// Everybody who is watched on this node, or watches. Each is looked at now and then, so many at a time: asked for again, or
/// let go if nobody needs them.
/// </summary>
internal sealed class PresencePeople(PresenceOptions options, PresenceClock clock, IActorRef users, IActorRef self)
{
    /// <summary>People looked at in one round.</summary>
    public const int MostAtOnce = 500;

    private readonly Dictionary<UserId, Person> _people = [];
    private readonly Queue<Person> _rounds = []; // each person once, whoever is due next first
    private readonly PresenceAsking _asking = new(users, self);

    /// <summary>True if there is nobody.</summary>
    public bool IsEmpty => _people.Count == 0;

    /// <summary>Somebody who is known here; null if they are not.</summary>
    public Person? Find(UserId user) => _people.GetValueOrDefault(user);

    /// <summary>Somebody, whose peers were read as of <paramref name="mark"/>.</summary>
    public Person Of(UserId user, long mark)
    {
        if (!_people.TryGetValue(user, out var person))
        {
            person = new Person(user, mark) { DueAt = clock.Now + options.Check };
            _people.Add(user, person);
            _rounds.Enqueue(person);
        }
        else if (person.Mark != mark)
        {
            person.Mark = null; // one or the other was read before a change
        }

        return person;
    }

    /// <summary>Asks for somebody who may be seen and is not known yet.</summary>
    public void AskIfNeeded(Person person)
    {
        if (person is { Seers: > 0, Sight: null })
        {
            _asking.AskOnce(person);
        }
    }

    /// <summary>Asks again for somebody whose actor stops.</summary>
    public void AskAgain(Person person) => _asking.AskSoon(person);

    /// <summary>Takes what somebody's actor says; true if it is news.</summary>
    public bool Take(Person person, PresencePush.Changed changed, IActorRef owner)
    {
        person.Owner = owner;
        person.LastSeen = Math.Max(person.LastSeen, changed.LastSeen ?? 0);
        _asking.Settle(person);
        var sight = new Sight(changed.Kind, changed.LastSeen ?? 0);
        if (person.Sight == sight || (person.IsThere && !changed.IsSure))
        {
            return false; // an actor that has just moved does not know better
        }

        person.Sight = sight;
        return true;
    }

    /// <summary>Nobody may see that person: what is known of them gets old.</summary>
    public void LetGo(Person person)
    {
        _asking.Settle(person);
        person.Owner?.Tell(new PresenceCommand.Unwatch(person.User), self);
        person.Owner = null;
        person.Sight = null;
    }

    /// <summary>A node leaves or is gone.</summary>
    public void OnNodeLost(Address node)
    {
        foreach (var person in _people.Values)
        {
            if (person.Owner?.Path.Address == node)
            {
                _asking.AskSoon(person);
            }
        }
    }

    /// <summary>One round; gives those who were looked at.</summary>
    public ImmutableArray<Person> OnTick()
    {
        _asking.OnTick();
        var now = clock.Now;
        var seen = ImmutableArray.CreateBuilder<Person>();
        for (var left = MostAtOnce; left > 0 && _rounds.TryPeek(out var person) && person.DueAt <= now; left--)
        {
            _rounds.Dequeue();
            if (person.Seers > 0)
            {
                _asking.Ask(person);
            }
            else
            {
                LetGo(person);
            }

            if (person.IsUnused)
            {
                _people.Remove(person.User);
                continue;
            }

            person.DueAt = now + options.Check;
            _rounds.Enqueue(person);
            seen.Add(person);
        }

        return seen.DrainToImmutable();
    }
}
