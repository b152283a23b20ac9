using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// A session's slot at its user's actor. Asking is repeated until it is answered: what is sent to an actor that moves may be
/// lost. Now and then the session asks although it holds the slot, so that neither side forgets the other for long.
/// </summary>
internal sealed class SessionSlot(SessionDependencies with, SessionTimer timer, IActorContext context)
{
    /// <summary>A user's actor answers in milliseconds unless it moves, which takes about a tenth of a second.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>While a dead node's users have no home, this is how late a session notices that they have one again.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    /// <summary>The sessions of a user's actor, or of a node full of them, do not all come back in the same moment.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly IActorRef _self = context.Self;
    private UserCommand.Register? _wanted;
    private IActorRef? _owner;
    private TimeSpan _pause;
    private long _since;

    /// <summary>Asks for the slot of a client that signs in.</summary>
    public void Claim(UserId user, string platform, DeviceId device, bool isHidden)
    {
        _wanted = new UserCommand.Register(user, platform, device, Place: null, isHidden);
        _since = with.Clock.GetTimestamp();
        Ask(FirstPause);
    }

    /// <summary>The user's actor has answered.</summary>
    public void OnRegistered(UserPush.Registered registered)
    {
        if (_wanted is null)
        {
            return; // given up: the actor forgets a session that ends
        }

        _owner = registered.Owner;
        _wanted = _wanted with { Place = registered.Place };
        _pause = TimeSpan.Zero;
        Plan(with.Options.SlotCheck * (0.75 + Random.Shared.NextDouble() / 2));
    }

    /// <summary>Nobody looks at the app, or somebody does again: asks as for all else, and so again until it is answered.</summary>
    public void Hide(bool isHidden)
    {
        if (_wanted is { } wanted && wanted.IsHidden != isHidden)
        {
            _wanted = wanted with { IsHidden = isHidden };
            Ask(FirstPause);
        }
    }

    /// <summary>A user's actor says that it stops: if it is the one that answered, asks again.</summary>
    public void OnOwnerStopped(IActorRef owner)
    {
        if (owner.Equals(_owner))
        {
            AskAgain();
        }
    }

    /// <summary>A node leaves or is gone: if the one that answered lives there, asks again.</summary>
    public void OnNodeLost(Address node)
    {
        if (_owner?.Path.Address == node)
        {
            AskAgain();
        }
    }

    /// <summary>
    /// Asks again. False if a client that signs in has waited for too long: then nothing more is asked until it tries again.
    /// </summary>
    public bool OnTick()
    {
        if (_wanted is { Place: null } && with.Clock.GetElapsedTime(_since) >= with.Server.Limits.RequestTimeout)
        {
            Stop();
            return false;
        }

        if (_wanted is not null)
        {
            Ask(_pause == TimeSpan.Zero ? FirstPause : _pause * 2);
        }

        return true;
    }

    /// <summary>Asks for nothing more.</summary>
    public void Stop()
    {
        timer.Clear(SessionTimer.Wait.Slot);
        _wanted = null;
    }

    private void AskAgain()
    {
        _owner = null;
        if (_wanted is not null)
        {
            Plan(Random.Shared.NextDouble() * Spread);
        }
    }

    private void Ask(TimeSpan pause)
    {
        with.Users.Tell(_wanted, _self);
        _pause = pause < LongestPause ? pause : LongestPause;
        var left = with.Server.Limits.RequestTimeout - with.Clock.GetElapsedTime(_since);
        Plan(_wanted!.Place is null && left < _pause ? left : _pause);
    }

    private void Plan(TimeSpan after) => timer.Set(SessionTimer.Wait.Slot, after);
}
