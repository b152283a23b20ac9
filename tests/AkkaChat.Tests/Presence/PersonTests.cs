using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Presence;

public sealed class PersonTests
{
    private readonly SocketWriter _writer = new(new FakeSocket(), stream: null, maxUnsentBytes: 1024);

    [Fact]
    public void As_many_as_may_hear_at_once_and_the_next_one_hears_later()
    {
        var bob = new Person(Bob, mark: 0);
        for (var i = 1; i < PresenceOptions.MaxWatchers; i++)
        {
            bob.TryAdd(NewWatcher());
        }

        var last = Watching(bob);
        var late = Watching(bob);

        Assert.Equal((false, true), (last.HasLate, late.HasLate));
        Assert.Equal(PresenceOptions.MaxWatchers, bob.Watchers.Count);
        bob.Sight = new Sight(PresenceKind.Online, 0);
        Assert.Single(late.TakeNews());
    }

    [Fact]
    public void A_frame_is_made_once_for_all_who_see_it()
    {
        var bob = new Person(Bob, mark: 0) { Sight = new Sight(PresenceKind.Online, 0) };
        var (one, other) = (Watching(bob), Watching(bob));

        Assert.Equal(Assert.Single(one.TakeNews()), Assert.Single(other.TakeNews()));
        Assert.Empty(one.TakeNews());
    }

    [Fact]
    public void Who_may_see_is_counted()
    {
        var bob = new Person(Bob, mark: 0);
        var watcher = Watching(bob);
        Assert.Equal(1, bob.Seers);

        watcher.Allow(bob, maySee: false);
        watcher.Allow(bob, maySee: false);
        Assert.Equal(0, bob.Seers);
        watcher.Allow(bob, maySee: true);
        Assert.Equal(1, bob.Seers);

        watcher.Replace([]);
        Assert.Equal((0, true), (bob.Seers, bob.IsUnused));
    }

    private Watcher NewWatcher() => new(ActorRefs.Nobody, Ann, _writer);

    private Watcher Watching(Person person)
    {
        var watcher = NewWatcher();
        watcher.Replace([(person, true)]);
        return watcher;
    }
}
