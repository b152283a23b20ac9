using AkkaChat.Protocol;
using AkkaChat.Server.Start;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// The times of one connection: connect, heartbeat, token, slow client, bad frames; it waits for whichever comes next.
/// </summary>
internal sealed class SessionClock(SessionSocket socket, SessionDependencies with, SessionTimer timer)
{
    // A tick that comes a moment early must not be followed by a burst of ticks.
    private static readonly TimeSpan MinTick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BadFrameWindow = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = with.Clock;
    private readonly LimitOptions _limits = with.Server.Limits;
    private SparseQueue<long> _badFrames;
    private readonly long _openedAt = with.Clock.GetTimestamp();
    private DateTimeOffset? _tokenExpiresAt;
    private long? _slowSince;
    private long _pingedAt;

    /// <summary>What there is to do now.</summary>
    public enum Due
    {
        /// <summary>Nothing.</summary>
        Nothing,

        /// <summary>Ask for a sign of life.</summary>
        Ping,

        /// <summary>The client has not said who it is.</summary>
        NoConnect,

        /// <summary>The client is silent for too long.</summary>
        NoHeartbeat,

        /// <summary>The token has expired.</summary>
        TokenExpired,

        /// <summary>The client has been slow for too long.</summary>
        Slow,
    }

    /// <summary>How the connection is closed for it; null if it is not.</summary>
    public static CloseCode? CloseCodeOf(Due due) => due switch
    {
        Due.NoConnect => CloseCode.NoConnect,
        Due.NoHeartbeat => CloseCode.NoHeartbeat,
        Due.TokenExpired => CloseCode.Unauthorized,
        Due.Slow => CloseCode.SlowConsumer,
        _ => null,
    };

    /// <summary>True if the client has not answered a ping for a while: its app may be frozen.</summary>
    public bool IsSilent => IsPinged && _time.GetElapsedTime(socket.LastHeard) >= SilentAfter;

    // A client whose app is looked at answers within moments; halfway to the end is late enough.
    private TimeSpan SilentAfter =>
        _limits.HeartbeatInterval + Earlier(_limits.HeartbeatInterval / 2, TimeSpan.FromSeconds(10));

    private bool IsPinged => _pingedAt > socket.LastHeard;

    /// <summary>Begins to tick.</summary>
    public void Start()
    {
        socket.LastHeard = _openedAt;
        Plan();
    }

    /// <summary>The client is signed in until then.</summary>
    public void SignedIn(DateTimeOffset tokenExpiresAt)
    {
        _tokenExpiresAt = tokenExpiresAt;
        Plan();
    }

    /// <summary>The client does not read what is sent, or does again.</summary>
    public void Slow(bool isSlow)
    {
        if (isSlow == _slowSince.HasValue)
        {
            return;
        }

        _slowSince = isSlow ? _time.GetTimestamp() : null;
        Plan();
    }

    /// <summary>Counts a malformed frame; true if that was one too many in a minute.</summary>
    public bool IsOneBadFrameTooMany()
    {
        _badFrames.Enqueue(_time.GetTimestamp());
        while (_badFrames.TryPeek(out var first) && _time.GetElapsedTime(first) > BadFrameWindow)
        {
            _badFrames.TryDequeue(out _);
        }

        return _badFrames.Count >= SessionOptions.MaxBadFrames;
    }

    /// <summary>What is due, and plans the next tick.</summary>
    public Due OnTick()
    {
        var due = WhatIsDue();
        if (due == Due.Ping)
        {
            _pingedAt = _time.GetTimestamp();
        }

        Plan();
        return due;
    }

    private Due WhatIsDue()
    {
        var silent = _time.GetElapsedTime(socket.LastHeard);
        if (_tokenExpiresAt is null && _time.GetElapsedTime(_openedAt) >= _limits.ConnectTimeout)
        {
            return Due.NoConnect;
        }

        if (_tokenExpiresAt <= _time.GetUtcNow())
        {
            return Due.TokenExpired;
        }

        if (_slowSince is { } since && _time.GetElapsedTime(since) >= with.Options.SlowTimeout)
        {
            return Due.Slow;
        }

        if (silent >= 2 * _limits.HeartbeatInterval)
        {
            return Due.NoHeartbeat;
        }

        return silent >= _limits.HeartbeatInterval && !IsPinged ? Due.Ping : Due.Nothing;
    }

    private void Plan()
    {
        var silent = _time.GetElapsedTime(socket.LastHeard);
        var next = !IsPinged ? _limits.HeartbeatInterval - silent
            : silent < SilentAfter ? SilentAfter - silent
            : 2 * _limits.HeartbeatInterval - silent;
        next = _tokenExpiresAt is { } expires
            ? Earlier(next, expires - _time.GetUtcNow())
            : Earlier(next, _limits.ConnectTimeout - _time.GetElapsedTime(_openedAt));
        if (_slowSince is { } since)
        {
            next = Earlier(next, with.Options.SlowTimeout - _time.GetElapsedTime(since));
        }

        timer.Set(SessionTimer.Wait.Clock, next > MinTick ? next : MinTick);
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
