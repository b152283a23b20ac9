using System.Buffers;
using System.Diagnostics;
using System.Text;
using AkkaChat.Bench.Dialects;

namespace AkkaChat.Bench.Load;

/// <summary>Everybody reads pages of their room's log at random places, one after the other.</summary>
internal sealed class Paging(Crowd crowd, int history) : ICrowdListener
{
    private const int PageEvents = 50;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly ArrayBufferWriter<byte> _request = new();
    private readonly Random _random = new(1);
    private readonly long[] _asked = new long[crowd.Connections.Count];
    private bool _asks;

    /// <summary>What was counted since <see cref="StartTally"/>.</summary>
    public Tally Tally { get; private set; } = new();

    /// <summary>Requests that were refused, and connections that the server ended.</summary>
    public long Errors { get; private set; }

    /// <summary>The first thing that went wrong.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Begins.</summary>
    public void Start(IReadOnlyList<Connection> connections)
    {
        _asks = true;
        foreach (var connection in connections)
        {
            Ask(connection, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Asks no more.</summary>
    public void Stop() => _asks = false;

    /// <summary>Counts from zero.</summary>
    public void StartTally() => Tally = new Tally();

    /// <inheritdoc/>
    public TimeSpan OnTurn(long now) => LongestWait;

    /// <inheritdoc/>
    public void OnReady(Connection connection)
    {
    }

    /// <inheritdoc/>
    public void OnIncoming(Connection connection, in Incoming incoming, long now)
    {
        if (incoming.Kind == IncomingKind.Ack)
        {
            Tally.Ack(now - _asked[connection.Index]);
        }
        else if (incoming.Kind == IncomingKind.Error)
        {
            Errors++;
            FirstFailure ??= "error: " + Encoding.UTF8.GetString(incoming.Text);
        }

        if (_asks)
        {
            Ask(connection, now);
        }
    }

    /// <inheritdoc/>
    public void OnClosed(Connection connection, string reason)
    {
        Errors++;
        FirstFailure ??= $"{connection.Person.Name} was closed: {reason}";
    }

    private void Ask(Connection connection, long now)
    {
        _asked[connection.Index] = now;
        _request.ResetWrittenCount();
        var before = _random.Next(2 * PageEvents, history);
        AkkaChatDialect.WriteHistory(connection.Person.Rooms[0], connection.Index + 1, before, PageEvents, _request);
        crowd.Send(connection, _request.WrittenSpan);
    }
}
