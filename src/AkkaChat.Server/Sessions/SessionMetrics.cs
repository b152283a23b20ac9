using System.Diagnostics.Metrics;
using System.Globalization;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Sessions;

/// <summary>What sessions count.</summary>
internal sealed class SessionMetrics
{
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _gaps;

    /// <summary>Counts into <paramref name="meter"/>.</summary>
    public SessionMetrics(Meter meter)
    {
        _open = meter.CreateUpDownCounter<long>("akkachat.sessions.open", "{session}", "Sessions of this node.");
        _closed = meter.CreateCounter<long>("akkachat.sessions.closed", "{session}", "Sessions the server closed, by code.");
        _frames = meter.CreateCounter<long>("akkachat.sessions.frames", "{frame}", "Frames that came in.");
        _gaps = meter.CreateCounter<long>("akkachat.sessions.gaps", "{gap}", "Gaps told to clients that were slow or far behind.");
    }

    /// <summary>The name of the folder's meter.</summary>
    public static string MeterName => "AkkaChat.Sessions";

    /// <summary>A session began.</summary>
    public void Opened() => _open.Add(1);

    /// <summary>A session ended.</summary>
    public void Ended() => _open.Add(-1);

    /// <summary>The server closes a session.</summary>
    public void Closed(CloseCode code) => _closed.Add(
        1, new KeyValuePair<string, object?>("code", ((int)code).ToString(CultureInfo.InvariantCulture)));

    /// <summary>A frame came in.</summary>
    public void Heard() => _frames.Add(1);

    /// <summary>A client is told that it missed events.</summary>
    public void Missed() => _gaps.Add(1);
}
