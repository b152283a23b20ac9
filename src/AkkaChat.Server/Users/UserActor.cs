using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>
/// One user: holds the user's sessions, one for each platform, wherever they are. It keeps nothing on disk; if it stops, the
/// sessions notice and register again.
/// </summary>
internal sealed class UserActor : ReceiveActor
{
    /// <summary>How long a user without sessions stays in memory.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Slot> _slots = [];

    /// <summary>A user without sessions.</summary>
    public UserActor()
    {
        Receive<UserCommand.Register>(OnRegister);
        Receive<UserCommand.RoomEntered>(entered => TellAll(new UserPush.RoomEntered(entered.Room, entered.Seq)));
        Receive<UserCommand.Tell>(tell => TellAll(new UserPush.Tell(tell.Frame)));
        Receive<Terminated>(stopped => OnSessionStopped(stopped.ActorRef));
        Receive<ReceiveTimeout>(_ => OnIdle());
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.SetReceiveTimeout(IdleTimeout);

    private void OnRegister(UserCommand.Register register)
    {
        if (_slots.TryGetValue(register.Platform, out var held) && !held.Session.Equals(Sender))
        {
            Context.Unwatch(held.Session);
            held.Session.Tell(new UserPush.Displaced(held.Device == register.Device));
        }

        _slots[register.Platform] = new Slot(Sender, register.Device);
        Context.Watch(Sender);
        Sender.Tell(new UserPush.Registered(Self));
    }

    private void OnSessionStopped(IActorRef session)
    {
        foreach (var (platform, slot) in _slots)
        {
            if (slot.Session.Equals(session))
            {
                _slots.Remove(platform);
            }
        }
    }

    private void TellAll(UserPush push)
    {
        foreach (var slot in _slots.Values)
        {
            slot.Session.Tell(push);
        }
    }

    private void OnIdle()
    {
        if (_slots.Count == 0)
        {
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        }
    }

    private sealed record Slot(IActorRef Session, DeviceId Device);
}
