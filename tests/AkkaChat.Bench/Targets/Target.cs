using System.Net;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Targets;

/// <summary>
/// A server that is measured, in processes of its own and on fresh data. One target serves one run; disposing of it stops
/// whatever it started and removes its data.
/// </summary>
internal abstract class Target : IAsyncDisposable
{
    /// <summary>What it is called in results.</summary>
    public abstract string Name { get; }

    /// <summary>How its clients speak.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Where its nodes listen; clients are spread over them.</summary>
    public abstract IReadOnlyList<IPEndPoint> Addresses { get; }

    /// <summary>The processes whose CPU time and memory are the server's.</summary>
    public abstract IReadOnlyList<int> ServerProcesses { get; }

    /// <summary>Processes that it needs besides, such as a database, counted apart.</summary>
    public virtual IReadOnlyList<int> HelperProcesses => [];

    /// <summary>Makes the world and starts the server; returns when it serves.</summary>
    public abstract Task StartAsync(World world);

    /// <summary>Kills the server and starts it again on the same data and addresses.</summary>
    public abstract Task RestartAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
