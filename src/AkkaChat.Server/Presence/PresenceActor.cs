using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Presence;

/// <summary>
/// Whom the sessions of this node watch. Each person is asked for once for all of them, and what changes is told to each
/// session together, now and then, while its client takes it. If it stops, the sessions are told and ask again.
/// </summary>
internal sealed class PresenceActor : ReceiveActor, IWithTimers
{
    /// <summary>From one round to the next: what changes meanwhile goes together.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>After that, what could not be read is read again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly ReadPipeline _reads;
    private readonly PresencePeople _people;
    private readonly PresenceNews _news;
    private readonly PeerChecks _checks;
    private readonly Dictionary<IActorRef, Watcher> _watchers = [];

    /// <summary>Nobody watches anybody.</summary>
    public PresenceActor(PresenceOptions options, TimeProvider time, IChatStore store, ReadPipeline reads, IActorRef users)
    {
        var clock = new PresenceClock(time);
        _reads = reads;
        _people = new PresencePeople(options, clock, users, Self);
        _news = new PresenceNews(clock);
        _checks = new PeerChecks(store, reads, Self);
        Receive<PresencePush.Changed>(OnChanged);
        Receive<PresencePush.Stopped>(OnStopped);
        Receive<WatchCommand.Watch>(OnWatch);
        Receive<WatchCommand.Missed>(_ => OnMissed());
        Receive<PeersFound>(OnPeersFound);
        Receive<Retry>(retry => Find(retry.Session, retry.Watch));
        Receive<PeerChecks.Marked>(_checks.OnMarked);
        Receive<PeerChecks.Checked>(found => PeerChecks.OnChecked(found, OnAllowed));
        Receive<SessionInput.NodeLost>(lost => _people.OnNodeLost(lost.Node));
        Receive<Tick>(_ => OnTick());
        Receive<Terminated>(stopped => OnTerminated(stopped.ActorRef));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var session in _watchers.Keys)
        {
            session.Tell(WatchPush.Lost.Instance);
        }
    }

    private void OnWatch(WatchCommand.Watch watch)
    {
        if (!_watchers.ContainsKey(Sender))
        {
            Context.Watch(Sender);
            _watchers.Add(Sender, new Watcher(Sender, watch.By, watch.Writer));
        }

        if (!Timers.IsTimerActive(Tick.Instance))
        {
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Interval);
        }

        Timers.Cancel(Sender); // an earlier one that is to be tried again
        Find(Sender, watch);
    }

    private void Find(IActorRef session, WatchCommand.Watch watch)
    {
        if (watch.Users.IsEmpty)
        {
            Self.Tell(new PeersFound(session, watch, new Peers(0, [])));
            return;
        }

        _ = _reads.FindPeersAsync(new PeersQuery(watch.By, watch.Users), CancellationToken.None).PipeTo(
            Self,
            success: peers => new PeersFound(session, watch, peers),
            failure: _ => new PeersFound(session, watch, null));
    }

    private void OnPeersFound(PeersFound found)
    {
        if (!_watchers.TryGetValue(found.Session, out var watcher))
        {
            return;
        }

        if (found.Peers is { } peers)
        {
            Watch(watcher, found.Watch, peers);
        }
        else if (!found.Watch.Id.IsNone)
        {
            watcher.Session.Tell(new WatchPush.Answered(Answers.Error(found.Watch.Id, ErrorCode.Unavailable)));
        }
        else
        {
            Timers.StartSingleTimer(found.Session, new Retry(found.Session, found.Watch), RetryAfter);
        }
    }

    private void Watch(Watcher watcher, WatchCommand.Watch watch, Peers peers)
    {
        var people = new (Person Person, bool MaySee)[watch.Users.Length];
        for (var i = 0; i < people.Length; i++)
        {
            var peer = peers.Others[i];
            var person = _people.Of(watch.Users[i], peer.Mark);
            person.LastSeen = Math.Max(person.LastSeen, peer.LastSeen ?? 0);
            people[i] = (person, peer.Shares);
        }

        watcher.Replace(people);
        foreach (var (person, _) in people)
        {
            _people.AskIfNeeded(person);
        }

        Follow(watcher, people.Length > 0 ? peers.Mark : null);
        if (watch.Id.IsNone)
        {
            _news.TellSoon(watcher);
        }
        else
        {
            _news.Answer(watcher, watch.Id);
        }
    }

    // Whoever watches is looked at, too: by coming into a room, or going, they may see more people or fewer.
    private void Follow(Watcher watcher, long? mark)
    {
        var person = mark is { } known ? _people.Of(watcher.By, known) : _people.Find(watcher.By);
        person?.Sessions.Remove(watcher);
        if (mark is not null)
        {
            person!.Sessions.Add(watcher);
        }
    }

    // Whether a session may see somebody was looked up again.
    private void OnAllowed(Watcher watcher, Person person)
    {
        _people.AskIfNeeded(person);
        _news.TellSoon(watcher);
    }

    private void OnChanged(PresencePush.Changed changed)
    {
        if (_people.Find(changed.User) is not { } person)
        {
            Sender.Tell(new PresenceCommand.Unwatch(changed.User));
            return;
        }

        var isFirst = person.Sight is null;
        if (_people.Take(person, changed, Sender))
        {
            _news.OnSight(person, isFirst);
        }

        if (person.Seers == 0)
        {
            _people.LetGo(person);
        }
    }

    private void OnStopped(PresencePush.Stopped stopped)
    {
        if (_people.Find(stopped.User) is { } person && Sender.Equals(person.Owner))
        {
            _people.AskAgain(person);
        }
    }

    private void OnMissed()
    {
        if (_watchers.TryGetValue(Sender, out var watcher))
        {
            watcher.ForgetTold();
            _news.TellSoon(watcher);
        }
    }

    private void OnTick()
    {
        _news.OnTick();
        if (_people.OnTick() is { IsEmpty: false } seen)
        {
            foreach (var late in seen.SelectMany(person => person.Sessions).Where(session => session.HasLate))
            {
                _news.TellSoon(late);
            }

            _checks.Compare(seen);
        }

        if (_watchers.Count == 0 && _people.IsEmpty)
        {
            Timers.Cancel(Tick.Instance);
        }
    }

    private void OnTerminated(IActorRef session)
    {
        Timers.Cancel(session);
        if (_watchers.Remove(session, out var watcher))
        {
            watcher.IsGone = true;
            watcher.Replace([]);
            Follow(watcher, mark: null);
        }
    }

    /// <summary>Who of those whom a session wants to watch shares a room with its user; null if that could not be read.</summary>
    private sealed record PeersFound(IActorRef Session, WatchCommand.Watch Watch, Peers? Peers)
        : INoSerializationVerificationNeeded;

    /// <summary>Try again to find them.</summary>
    private sealed record Retry(IActorRef Session, WatchCommand.Watch Watch) : INoSerializationVerificationNeeded;

    /// <summary>The next round.</summary>
    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
