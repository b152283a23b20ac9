using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Presence;

/// <summary>
/// Finds out who has come to share a room with somebody, or no longer does: compares one number of each person with the store
/// now and then, and asks for those who changed and all whom it concerns.
/// </summary>
internal sealed class PeerChecks(IChatStore store, ReadPipeline reads, IActorRef self)
{
    /// <summary>Compares the marks of these people; answered with <see cref="Marked"/>.</summary>
    public void Compare(ImmutableArray<Person> people) =>
        _ = store.LoadMembershipMarksAsync([.. people.Select(person => person.User)], CancellationToken.None).PipeTo(
            self,
            success: marks => new Marked(people, marks),
            failure: _ => new Marked([], []));

    /// <summary>Takes the marks that were read.</summary>
    public void OnMarked(Marked found)
    {
        for (var i = 0; i < found.People.Length; i++)
        {
            var person = found.People[i];
            if (person.Mark != found.Marks[i] || person.Sessions.Exists(session => session.HasLate))
            {
                person.Mark = found.Marks[i];
                Check(person);
            }
        }
    }

    /// <summary>Takes who shares a room with somebody; calls <paramref name="onAllowed"/> for each session that it concerns.</summary>
    public static void OnChecked(Checked found, Action<Watcher, Person> onAllowed)
    {
        var person = found.Person;
        if (found.Peers is not { } peers || peers.Mark != person.Mark)
        {
            person.Mark = null; // it changed meanwhile, or could not be read: the next time tells
            return;
        }

        var shares = found.Others.Zip(peers.Others).ToDictionary(pair => pair.First, pair => pair.Second.Shares);
        foreach (var watcher in person.Watchers)
        {
            if (shares.TryGetValue(watcher.By, out var maySee))
            {
                watcher.Allow(person, maySee);
                onAllowed(watcher, person);
            }
        }

        foreach (var watcher in person.Sessions)
        {
            foreach (var other in watcher.People.ToList())
            {
                if (shares.TryGetValue(other.User, out var maySee))
                {
                    watcher.Allow(other, maySee);
                    onAllowed(watcher, other);
                }
            }
        }
    }

    private void Check(Person person)
    {
        var concerned = person.Watchers.Select(watcher => watcher.By)
            .Concat(person.Sessions.SelectMany(session => session.People).Select(other => other.User))
            .Distinct();
        foreach (var others in concerned.Chunk(Limits.MaxWatched))
        {
            ImmutableArray<UserId> asked = [.. others];
            _ = reads.FindPeersAsync(new PeersQuery(person.User, asked), CancellationToken.None).PipeTo(
                self,
                success: peers => new Checked(person, asked, peers),
                failure: _ => new Checked(person, asked, null));
        }
    }

    /// <summary>The marks of these people; none if they could not be read.</summary>
    internal sealed record Marked(ImmutableArray<Person> People, IReadOnlyList<long> Marks) : INoSerializationVerificationNeeded;

    /// <summary>Who of the others shares a room with a person; null if that could not be read.</summary>
    internal sealed record Checked(Person Person, ImmutableArray<UserId> Others, Peers? Peers)
        : INoSerializationVerificationNeeded;
}
