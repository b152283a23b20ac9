using System.Diagnostics.CodeAnalysis;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Sessions;

/// <summary>A request that a room has to answer.</summary>
/// <param name="Id">What the client knows it by.</param>
/// <param name="Room">Which room.</param>
/// <param name="AnswerWithRoom">True if the answer is the room, not an ack.</param>
/// <param name="Since">When it was asked.</param>
internal sealed record OpenRequest(RequestId Id, RoomId Room, bool AnswerWithRoom, long Since);

/// <summary>The requests of one session that rooms have to answer; no more than the session has credits.</summary>
internal sealed class OpenRequests(TimeProvider clock, TimeSpan timeout)
{
    private readonly Dictionary<long, OpenRequest> _open = [];
    private long _lastRef;

    /// <summary>True while any is open.</summary>
    public bool Any => _open.Count > 0;

    /// <summary>Opens one, and gives what the room's reply will be known by.</summary>
    public long Open(RequestId id, RoomId room, bool answerWithRoom)
    {
        _open.Add(++_lastRef, new OpenRequest(id, room, answerWithRoom, clock.GetTimestamp()));
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
        return expired.ConvertAll(entry => entry.Value);
    }
}
