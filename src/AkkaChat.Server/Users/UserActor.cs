using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>
/// One user: holds the user's sessions, one for each platform, wherever they are, and tells the nodes on which somebody
/// watches the user. It has nothing on disk but when the user was last seen; if it stops or moves, the sessions are told,
/// register again, and look for what they were not told meanwhile, and those who watch ask again.
/// </summary>
internal sealed class UserActor : ActorBase
{
    /// <summary>How long a user without sessions stays in memory.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    private readonly UserSlots _slots = new();

    private readonly UserDependencies _with;
    private UserPresence? _presence; // not while the user is simply there and nobody wants to know

    /// <summary>A user without sessions.</summary>
    public UserActor(UserDependencies with) => _with = with;

    /// <inheritdoc/>
    protected override void PreStart() => RestWhenEmpty();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _presence?.Stop();
        TellAll(new UserPush.OwnerStopped());
    }

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case UserCommand.Register register:
                OnRegister(register, _with.Clock.GetUtcNow().ToUnixTimeMilliseconds());
                return true;
            case UserCommand.RoomEntered entered:
                TellAll(new UserPush.RoomEntered(entered.Room, entered.Seq));
                return true;
            case UserCommand.RoomLeft left:
                TellAll(new UserPush.RoomLeft(left.Room));
                return true;
            case UserCommand.Tell tell:
                TellAll(new UserPush.Tell(tell.Frame));
                return true;
            case Terminated stopped:
                var wasThere = !_slots.IsEmpty;
                _slots.Remove(stopped.ActorRef);
                OnSessionsChanged(wasThere);
                return true;
            case PresenceCommand command:
                OnPresence(command);
                return true;
            case UserPresence.Tick:
                _presence?.OnTick();
                return true;
            case ReceiveTimeout:
                OnIdle();
                return true;
            default:
                return false;
        }
    }

    // Ten thousand users who are there need no ten thousand timers.
    private void RestWhenEmpty() => Context.SetReceiveTimeout(_slots.IsEmpty ? IdleTimeout : null);

    private void OnRegister(UserCommand.Register register, long now)
    {
        var wasThere = !_slots.IsEmpty;
        var outcome = _slots.Register(Sender, register, now);
        Context.Watch(Sender);
        foreach (var (session, sameDevice) in outcome.Displaced)
        {
            session.Tell(new UserPush.Displaced(sameDevice));
        }

        foreach (var session in outcome.Forgotten)
        {
            Context.Unwatch(session);
        }

        if (outcome.Place is { } place)
        {
            Sender.Tell(new UserPush.Registered(Self, place));
        }

        OnSessionsChanged(wasThere);
    }

    private void OnSessionsChanged(bool wasThere)
    {
        if (_slots.Activity != UserActivity.Seen)
        {
            _presence ??= NewPresence(wasThere);
        }

        _presence?.Become(_slots.Activity);
        ForgetPresence();
        RestWhenEmpty();
    }

    private void OnPresence(PresenceCommand command)
    {
        _presence ??= NewPresence(isThere: !_slots.IsEmpty);
        _presence.OnCommand(command, Sender);
        ForgetPresence();
    }

    private UserPresence NewPresence(bool isThere) =>
        new(UserId.Parse(Uri.UnescapeDataString(Self.Path.Name)), isThere, _with, Context);

    private void ForgetPresence()
    {
        if (_presence?.IsNotNeeded == true)
        {
            _presence = null;
        }
    }

    private void TellAll(UserPush push)
    {
        foreach (var session in _slots.Sessions)
        {
            session.Tell(push);
        }
    }

    private void OnIdle()
    {
        if (_slots.IsEmpty && _presence?.IsQuiet != false)
        {
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        }
    }
}
