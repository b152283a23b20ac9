using Akka.Actor;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// The one timer of a session, for all of its parts that wait for a time: it is set to whichever comes first. What is put off
/// meanwhile lets it tick for nothing, which costs less than setting it anew.
/// </summary>
internal sealed class SessionTimer(TimeProvider time, IActorContext context)
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly IScheduler _scheduler = context.System.Scheduler;
    private readonly IActorRef _self = context.Self;
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _clockAt = Never;
    private TimeSpan _slotAt = Never;
    private TimeSpan _tickAt = Never;
    private ICancelable? _tick;

    /// <summary>What is waited for.</summary>
    public enum Wait
    {
        /// <summary>Something that concerns the connection (<see cref="SessionClock"/>).</summary>
        Clock,

        /// <summary>Something that concerns the slot (<see cref="SessionSlot"/>).</summary>
        Slot,
    }

    /// <summary>It is due after that time, and not when it was before.</summary>
    public void Set(Wait what, TimeSpan after)
    {
        At(what) = Now + after;
        Arm();
    }

    /// <summary>It is not due any more.</summary>
    public void Clear(Wait what) => At(what) = Never;

    /// <summary>True if it is due now, which it is once.</summary>
    public bool Take(Wait what)
    {
        ref var at = ref At(what);
        if (at > Now)
        {
            return false;
        }

        at = Never;
        return true;
    }

    /// <summary>A <see cref="Tick"/> came and what was due was done: the next one is planned.</summary>
    public void OnTick()
    {
        _tick = null;
        _tickAt = Never;
        Arm();
    }

    /// <summary>No tick comes after this.</summary>
    public void Stop() => _tick?.Cancel();

    private TimeSpan Now => time.GetElapsedTime(_start);

    private ref TimeSpan At(Wait what) => ref what == Wait.Clock ? ref _clockAt : ref _slotAt;

    private void Arm()
    {
        var next = _clockAt < _slotAt ? _clockAt : _slotAt;
        if (next >= _tickAt)
        {
            return;
        }

        _tick?.Cancel();
        _tickAt = next;
        var left = next - Now;
        _tick = _scheduler.ScheduleTellOnceCancelable(
            left > TimeSpan.Zero ? left : TimeSpan.Zero, _self, Tick.Instance, ActorRefs.NoSender);
    }

    /// <summary>Something may be due.</summary>
    internal sealed class Tick : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Tick Instance = new();
    }
}
