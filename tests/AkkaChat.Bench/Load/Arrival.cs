using System.Diagnostics;
using System.Globalization;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Load;

/// <summary>Connects people, some at a time, until all are signed in. Whoever is refused tries again.</summary>
internal sealed class Arrival(Crowd crowd, IReadOnlyList<Person> people, Func<Person, bool> reads) : ICrowdListener
{
    // Below the backlog of every server here, so that no connect waits for a second attempt of the kernel.
    private const int AtOnce = 128;
    private const int MostFailures = 50_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly Queue<Person> _waiting = new(people);
    private readonly List<Connection> _arrived = [];
    private int _underWay;
    private bool _pauses;

    /// <summary>Who is signed in.</summary>
    public IReadOnlyList<Connection> Arrived => _arrived;

    /// <summary>Why the last attempt failed.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Attempts that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Connects all.</summary>
    /// <exception cref="TimeoutException">They did not all arrive.</exception>
    public void Run()
    {
        var start = Stopwatch.GetTimestamp();
        string? failure = null;
        crowd.Run(this, now =>
        {
            failure = Stopwatch.GetElapsedTime(start, now) > Timeout || Failures > MostFailures
                ? $"Only {_arrived.Count} of {people.Count} arrived; the last failure: {LastFailure}"
                : null;
            return failure is not null || _arrived.Count == people.Count;
        });
        Elapsed = Stopwatch.GetElapsedTime(start);
        if (failure is not null)
        {
            throw new TimeoutException(failure);
        }
    }

    /// <summary>What happened, in a line.</summary>
    public string Report()
    {
        var report = string.Create(CultureInfo.InvariantCulture, $"{_arrived.Count} connected in {Elapsed.TotalSeconds:f1} s");
        return Failures == 0 ? report : report + $" after {Failures} failures, the last one: {LastFailure}";
    }

    /// <inheritdoc/>
    public TimeSpan OnTurn(long now)
    {
        while (!_pauses && _underWay < AtOnce && _waiting.TryDequeue(out var person))
        {
            try
            {
                crowd.Connect(person, reads(person));
                _underWay++;
            }
            catch (IOException refused) // the server is not up yet
            {
                Fail(person, refused.Message);
            }
        }

        _pauses = false;
        return Pause;
    }

    /// <inheritdoc/>
    public void OnReady(Connection connection)
    {
        _underWay--;
        _arrived.Add(connection);
    }

    /// <inheritdoc/>
    public void OnIncoming(Connection connection, in Incoming incoming, long now)
    {
    }

    /// <inheritdoc/>
    public void OnClosed(Connection connection, string reason)
    {
        if (_arrived.Remove(connection))
        {
            _underWay++;
        }

        _underWay--;
        Fail(connection.Person, reason);
    }

    private void Fail(Person person, string reason)
    {
        LastFailure = reason;
        Failures++;
        _pauses = true;
        _waiting.Enqueue(person);
    }
}
