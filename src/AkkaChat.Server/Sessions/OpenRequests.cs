using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Sessions;

/// <summary>A request that a room has to answer.</summary>
/// <param name="Id">What the client knows it by.</param>
/// <param name="Room">Which room.</param>
/// <param name="AnswerWithRoom">True if the answer is the room, not an ack.</param>
/// <param name="Since">When it was asked.</param>
internal sealed record OpenRequest(RequestId Id, RoomId Room, bool AnswerWithRoom, long Since);

/// <summary>
/// The requests of one session that rooms have to answer; no more than the session has credits. While any is open, the
/// session is told now and then to give up those that wait for too long.
/// </summary>
internal sealed class OpenRequests(TimeProvider clock, TimeSpan timeout, IActorContext context)
{
    private const int SweepsPerTimeout = 8;

    private readonly Dictionary<long, OpenRequest> _open = [];
    private long _lastRef;
    private ICancelable? _sweep;

    /// <summary>Opens one, and gives what the room's reply will be known by.</summary>
    public long Open(RequestId id, RoomId room, bool answerWithRoom)
    {
        _open.Add(++_lastRef, new OpenRequest(id, room, answerWithRoom, clock.GetTimestamp()));
        if (_sweep is null)
        {
            SweepLater();
        }

        return _lastRef;
    }

    /// <summary>Closes the one that was answered; false if it had been given up.</summary>
    public bool TryClose(long reference, [NotNullWhen(true)] out OpenRequest? request) =>
        _open.Remove(reference, out request);

    /// <summary>Closes those that have waited too long, and gives them.</summary>
    public List<OpenRequest> Expire()
    {
        var expired = _open.Where(entry => clock.GetElapsedTime(entry.Value.Since) >= timeout).ToList();
        expired.ForEach(entry => _open.Remove(entry.Key));
        _sweep = null;
        if (_open.Count > 0)
        {
            SweepLater();
        }

        return expired.ConvertAll(entry => entry.Value);
    }

    /// <summary>No sweep comes after this.</summary>
    public void Stop() => _sweep?.Cancel();

    private void SweepLater() => _sweep = context.System.Scheduler.ScheduleTellOnceCancelable(
        timeout / SweepsPerTimeout, context.Self, Sweep.Instance, ActorRefs.NoSender);

    /// <summary>Some requests may have waited too long.</summary>
    internal sealed class Sweep : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Sweep Instance = new();
    }
}
