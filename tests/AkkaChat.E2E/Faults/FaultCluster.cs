using AkkaChat.E2E.Harness;
using AkkaChat.Tests.Storage;

namespace AkkaChat.E2E.Faults;

/// <summary>Three nodes and a PostgreSQL that several fault tests use in turn; each leaves them as it found them.</summary>
public sealed class FaultCluster : IStage, IAsyncLifetime
{
    /// <summary>Nodes at rest.</summary>
    public const int Nodes = 3;

    /// <summary>The database server.</summary>
    public PostgresServer Postgres { get; } = new();

    /// <summary>The nodes.</summary>
    public Cluster Cluster { get; private set; } = null!;

    /// <inheritdoc/>
    public IReadOnlyList<ServerProcess> Servers => Cluster.Servers;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        Cluster = await Cluster.StartAsync(await Postgres.CreateDatabaseAsync(), Nodes);
    }

    /// <summary>Waits until everything is as it should be, also after a test that failed; gives the cluster.</summary>
    public async Task<Cluster> ReadyAsync()
    {
        foreach (var node in Cluster.Nodes)
        {
            await node.Server.WakeAsync();
            node.ComeUp();
            await node.WaitUntilUpAsync();
        }

        return Cluster;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }
}
