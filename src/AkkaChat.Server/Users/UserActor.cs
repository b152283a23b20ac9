using Akka.Actor;
using Akka.Cluster.Sharding;

namespace AkkaChat.Server.Users;

/// <summary>
/// One user: holds the user's sessions, one for each platform, wherever they are. It keeps nothing on disk; if it stops or
/// moves, the sessions are told, register again, and look for what they were not told meanwhile.
/// </summary>
internal sealed class UserActor : ActorBase
{
    /// <summary>How long a user without sessions stays in memory.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    private readonly UserSlots _slots = new();

    private readonly TimeProvider _clock;

    /// <summary>A user without sessions.</summary>
    public UserActor(TimeProvider clock) => _clock = clock;

    /// <inheritdoc/>
    protected override void PreStart() => RestWhenEmpty();

    /// <inheritdoc/>
    protected override void PostStop() => TellAll(new UserPush.OwnerStopped());

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case UserCommand.Register register:
                OnRegister(register, _clock.GetUtcNow().ToUnixTimeMilliseconds());
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
                _slots.Remove(stopped.ActorRef);
                RestWhenEmpty();
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

        RestWhenEmpty();
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
        if (_slots.IsEmpty)
        {
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        }
    }
}
