using Akka.Actor;
using Akka.Cluster.Sharding;

namespace AkkaChat.Server.Users;

/// <summary>
/// One user: holds the user's sessions, one for each platform, wherever they are. It keeps nothing on disk; if it stops or
/// moves, the sessions notice, register again, and look for what they were not told meanwhile.
/// </summary>
internal sealed class UserActor : ReceiveActor
{
    /// <summary>How long a user without sessions stays in memory.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    private readonly UserSlots _slots = new();

    /// <summary>A user without sessions.</summary>
    public UserActor(TimeProvider clock)
    {
        Receive<UserCommand.Register>(register => OnRegister(register, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        Receive<UserCommand.RoomEntered>(entered => TellAll(new UserPush.RoomEntered(entered.Room, entered.Seq)));
        Receive<UserCommand.Tell>(tell => TellAll(new UserPush.Tell(tell.Frame)));
        Receive<Terminated>(stopped => _slots.Remove(stopped.ActorRef));
        Receive<ReceiveTimeout>(_ => OnIdle());
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.SetReceiveTimeout(IdleTimeout);

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
