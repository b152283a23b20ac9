using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>
/// Whether a user counts as there, and which nodes want to know. It is there only while somebody does, or while the user's
/// sessions are not simply there.
/// </summary>
internal sealed class UserPresence
{
    private readonly UserId _user;
    private readonly UserDependencies _with;
    private readonly IActorContext _context;
    private readonly long _start;
    private readonly PresenceState _state;
    private readonly List<(IActorRef Watcher, TimeSpan Until)> _watchers = [];
    private ICancelable? _tick;
    private TimeSpan? _tickAt;

    /// <summary>Nobody watches yet.</summary>
    public UserPresence(UserId user, bool isThere, UserDependencies with, IActorContext context)
    {
        _user = user;
        _with = with;
        _context = context;
        _start = with.Clock.GetTimestamp();
        _state = new PresenceState(with.Presence, isThere, Now);
        Arm();
    }

    /// <summary>True if nobody wants to know, and nothing will change by itself.</summary>
    public bool IsQuiet
    {
        get
        {
            var now = Now;
            _watchers.RemoveAll(entry => entry.Until <= now);
            return _watchers.Count == 0 && _state.NextAt is null;
        }
    }

    /// <summary>True if the user is simply there, and nobody wants to know.</summary>
    public bool IsNotNeeded => _state.Kind == PresenceKind.Online && IsQuiet;

    private TimeSpan Now => _with.Clock.GetElapsedTime(_start);

    private long Time => _with.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What the user's sessions say now.</summary>
    public void Become(UserActivity activity)
    {
        if (_state.Become(activity, Now, Time))
        {
            TellAll(View());
        }

        Arm();
    }

    /// <summary>A node wants to know, or not any more.</summary>
    public void OnCommand(PresenceCommand command, IActorRef watcher)
    {
        _watchers.RemoveAll(entry => entry.Watcher.Equals(watcher));
        if (command is not PresenceCommand.Watch watch)
        {
            return;
        }

        _state.Recall(watch.LastSeen, watch.IsThere, Time);
        if (_watchers.Count < PresenceOptions.MaxNodes)
        {
            _watchers.Add((watcher, Now + _with.Presence.Lease));
        }

        watcher.Tell(View(), _context.Self);
    }

    /// <summary>Something may be due.</summary>
    public void OnTick()
    {
        _tickAt = null;
        if (_state.Advance(Now))
        {
            TellAll(View());
            if (_state.Kind == PresenceKind.Offline)
            {
                Keep();
            }
        }

        Arm();
    }

    /// <summary>The actor stops.</summary>
    public void Stop()
    {
        _tick?.Cancel();
        Keep();
        TellAll(new PresencePush.Stopped(_user));
    }

    private PresencePush.Changed View() => new(
        _user, _state.Kind, _state.Kind == PresenceKind.Online ? null : _state.LastSeen, _state.IsSure);

    private void TellAll(PresencePush push)
    {
        foreach (var (watcher, _) in _watchers)
        {
            watcher.Tell(push, _context.Self);
        }
    }

    private void Keep()
    {
        if (_state is { HasNews: true, LastSeen: { } time })
        {
            _with.Seen(_user, time);
            _state.Kept();
        }
    }

    private void Arm()
    {
        if (_state.NextAt == _tickAt)
        {
            return;
        }

        _tick?.Cancel();
        _tickAt = _state.NextAt;
        _tick = _tickAt is { } at
            ? _context.System.Scheduler.ScheduleTellOnceCancelable(
                at > Now ? at - Now : TimeSpan.Zero, _context.Self, Tick.Instance, ActorRefs.NoSender)
            : null;
    }

    /// <summary>Something may be due.</summary>
    internal sealed class Tick : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Tick Instance = new();
    }
}
