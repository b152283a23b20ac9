using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Sessions;

/// <summary>A request that a room has to answer.</summary>
/// <param name="Id">What the client knows it by.</param>
/// <param name="Room">Which room.</param>
/// <param name="Form">What the answer is.</param>
/// <param name="Since">When it was asked.</param>
internal readonly record struct OpenRequest(RequestId Id, RoomId Room, AnswerForm Form, long Since);

/// <summary>
/// The requests of one session that rooms have to answer; no more than the session has credits. While any is open, the
/// session is told now and then to give up those that wait for too long. When a node is lost, that comes early for what was
/// asked before: it may have been on its way to a room there, which serves again somewhere else.
/// </summary>
internal sealed class OpenRequests(TimeProvider clock, TimeSpan timeout, IActorContext context)
{
    private const int SweepsPerTimeout = 8;

    /// <summary>
    /// Longer than a living room takes at most times: after the loss of a node, this is waited for no longer. Who asks again
    /// although the room was only slow is told that it was done.
    /// </summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromMilliseconds(500);

    private Dictionary<long, OpenRequest>? _open; // not before the first
    private long _lastRef;
    private ICancelable? _sweep;
    private long _lastRefAtLoss;

    /// <summary>Opens one, and gives what the room's reply will be known by.</summary>
    public long Open(RequestId id, RoomId room, AnswerForm form)
    {
        (_open ??= []).Add(++_lastRef, new OpenRequest(id, room, form, clock.GetTimestamp()));
        if (_sweep is null)
        {
            SweepAfter(timeout / SweepsPerTimeout);
        }

        return _lastRef;
    }

    /// <summary>Closes the one that was answered; false if it had been given up.</summary>
    public bool TryClose(long reference, out OpenRequest request)
    {
        request = default;
        return _open is not null && _open.Remove(reference, out request);
    }

    /// <summary>Closes those that have waited too long, and gives them.</summary>
    public List<OpenRequest> Expire()
    {
        if (_open is null)
        {
            return [];
        }

        var expired = _open.Where(entry => IsOver(entry.Key, entry.Value)).ToList();
        expired.ForEach(entry => _open.Remove(entry.Key));
        _sweep?.Cancel(); // after a loss, one that came early is not it
        _sweep = null;
        if (_open.Count > 0)
        {
            SweepAfter(timeout / SweepsPerTimeout);
        }

        return expired.ConvertAll(entry => entry.Value);
    }

    /// <summary>A node is lost, or leaves. What was asked until now is given up soon.</summary>
    public void OnNodeLost()
    {
        _lastRefAtLoss = _lastRef;
        if (_open is { Count: > 0 })
        {
            context.System.Scheduler.ScheduleTellOnce(LostAfter, context.Self, Sweep.Instance, ActorRefs.NoSender);
        }
    }

    /// <summary>No sweep comes after this.</summary>
    public void Stop() => _sweep?.Cancel();

    private bool IsOver(long reference, OpenRequest request)
    {
        var elapsed = clock.GetElapsedTime(request.Since);
        return elapsed >= timeout || (reference <= _lastRefAtLoss && elapsed >= LostAfter);
    }

    private void SweepAfter(TimeSpan delay) => _sweep = context.System.Scheduler.ScheduleTellOnceCancelable(
        delay, context.Self, Sweep.Instance, ActorRefs.NoSender);

    /// <summary>Some requests may have waited too long.</summary>
    internal sealed class Sweep : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Sweep Instance = new();
    }
}
