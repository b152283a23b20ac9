namespace AkkaChat.Server.Sockets;

/// <summary>
/// Ends a connection whose client does not: at once, or if it is still there some time after the server wanted to close it.
/// A client that does not read never sees the close, and would stay for ever.
/// </summary>
internal sealed class SocketCut(HttpContext context, TimeProvider clock, TimeSpan patience) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _isOver;

    /// <summary>Ends it.</summary>
    public void Now()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                context.Abort();
            }
        }
    }

    /// <summary>Ends it after a while.</summary>
    public void Later()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _timer ??= clock.CreateTimer(
                    static cut => ((SocketCut)cut!).Now(), this, patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The connection ended by itself.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }
}
