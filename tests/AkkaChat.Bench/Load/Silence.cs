using AkkaChat.Bench.Dialects;

namespace AkkaChat.Bench.Load;

/// <summary>Nobody says anything; only what the dialect answers by itself is sent.</summary>
internal sealed class Silence : ICrowdListener
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections that the server ended.</summary>
    public int Closed { get; private set; }

    /// <summary>Why the first one ended.</summary>
    public string? FirstFailure { get; private set; }

    /// <inheritdoc/>
    public TimeSpan OnTurn(long now) => LongestWait;

    /// <inheritdoc/>
    public void OnReady(Connection connection)
    {
    }

    /// <inheritdoc/>
    public void OnIncoming(Connection connection, in Incoming incoming, long now)
    {
    }

    /// <inheritdoc/>
    public void OnClosed(Connection connection, string reason)
    {
        Closed++;
        FirstFailure ??= $"{connection.Person.Name} was closed: {reason}";
    }
}
