using Akka.Actor;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Presence;

/// <summary>
/// Asks people's actors whether they are there, and again until they answer: what is sent to an actor that moves may be lost.
/// So many at a time, so that the people of a dead node do not all come to life in one moment.
/// </summary>
internal sealed class PresenceAsking(IActorRef users, IActorRef self)
{
    /// <summary>People asked again in one tick.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Ticks until somebody is asked again for the first time: an actor answers in milliseconds unless it moves.</summary>
    private const int FirstWait = 2;

    /// <summary>Most ticks between two questions to somebody whose actor has no home.</summary>
    private const int LongestWait = 32;

    /// <summary>Ticks over which people are spread who are to be asked anew, so that nodes do not ask in step.</summary>
    private const int Spread = 4;

    private readonly Dictionary<Person, (int Left, int Wait)> _unanswered = [];

    /// <summary>Asks now.</summary>
    public void Ask(Person person)
    {
        Tell(person);
        _unanswered[person] = (FirstWait, FirstWait);
    }

    /// <summary>Asks now, unless it is being asked already.</summary>
    public void AskOnce(Person person)
    {
        if (!_unanswered.ContainsKey(person))
        {
            Ask(person);
        }
    }

    /// <summary>Asks soon, unless it is being asked already.</summary>
    public void AskSoon(Person person) => _unanswered.TryAdd(person, (Random.Shared.Next(Spread), FirstWait / 2));

    /// <summary>The person's actor has answered, or nobody wants to know any more.</summary>
    public void Settle(Person person) => _unanswered.Remove(person);

    /// <summary>Asks those whose time has come.</summary>
    public void OnTick()
    {
        var asked = 0;
        foreach (var (person, (left, wait)) in _unanswered.ToList())
        {
            if (left > 1 || asked == MostAtOnce)
            {
                _unanswered[person] = (left - 1, wait);
                continue;
            }

            asked++;
            var next = Math.Min(2 * wait, LongestWait);
            _unanswered[person] = (next, next);
            Tell(person);
        }
    }

    private void Tell(Person person) => users.Tell(
        new PresenceCommand.Watch(person.User, person.IsThere, person.LastSeen == 0 ? null : person.LastSeen), self);
}
