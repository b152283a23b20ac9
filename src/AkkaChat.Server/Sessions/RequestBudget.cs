namespace AkkaChat.Server.Sessions;

/// <summary>
/// A token bucket on the monotonic clock. Two numbers for each connection, where the framework's limiter keeps a timer and
/// a queue.
/// </summary>
internal struct RequestBudget(SessionOptions options, long now)
{
    private double _tokens = options.RequestBurst;
    private long _last = now;

    /// <summary>Takes a token; if there is none, tells when there will be.</summary>
    public bool TryTake(SessionOptions options, TimeProvider clock, long now, out TimeSpan retryAfter)
    {
        var earned = clock.GetElapsedTime(_last, now).TotalSeconds * options.RequestsPerSecond;
        _tokens = Math.Min(options.RequestBurst, _tokens + earned);
        _last = now;
        if (_tokens >= 1)
        {
            _tokens--;
            retryAfter = TimeSpan.Zero;
            return true;
        }

        retryAfter = TimeSpan.FromSeconds((1 - _tokens) / options.RequestsPerSecond);
        return false;
    }
}
