using Akka.Actor;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// Tells a room when nobody has asked it anything for long. Akka's own receive time-out would set a timer anew for every
/// message.
/// </summary>
internal sealed class RoomIdleTimer(TimeSpan timeout, TimeProvider clock, IActorContext context)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private long _usedAt = clock.GetTimestamp();
    private ICancelable? _check;

    /// <summary>Begins to tell <see cref="Check"/>.</summary>
    public void Start() => After(timeout);

    /// <summary>The room was asked something.</summary>
    public void Used() => _usedAt = clock.GetTimestamp();

    /// <summary>True if nobody has asked for long. Checks again later, in either case.</summary>
    public bool OnCheck()
    {
        var left = timeout - clock.GetElapsedTime(_usedAt);
        var isIdle = left <= TimeSpan.Zero;
        After(isIdle ? timeout : left);
        return isIdle;
    }

    /// <summary>No check comes after this.</summary>
    public void Stop() => _check?.Cancel();

    private void After(TimeSpan wait) => _check = context.System.Scheduler.ScheduleTellOnceCancelable(
        wait > ShortestWait ? wait : ShortestWait, context.Self, Check.Instance, ActorRefs.NoSender);

    /// <summary>The room may have been idle for long enough.</summary>
    internal sealed class Check : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Check Instance = new();
    }
}
