using System.Globalization;
using AkkaChat.Tests.Storage;

namespace AkkaChat.Bench.Targets;

/// <summary>A PostgreSQL of this run's own, as durable as in production.</summary>
internal sealed class PostgresHost : IAsyncDisposable
{
    private readonly PostgresServer _server = new();

    private PostgresHost()
    {
    }

    /// <summary>The process that all others of it descend from.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Starts one.</summary>
    public static async Task<PostgresHost> StartAsync()
    {
        var host = new PostgresHost();
        try
        {
            await host._server.InitializeAsync();
            var file = (string?)await PostgresServer.ExecuteAsync(
                host._server.ConnectionString("postgres"), "SELECT pg_read_file('postmaster.pid')");
            host.ProcessId = int.Parse(file!.Split('\n')[0], CultureInfo.InvariantCulture);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database; gives the connection string.</summary>
    public Task<string> CreateDatabaseAsync() => _server.CreateDatabaseAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
