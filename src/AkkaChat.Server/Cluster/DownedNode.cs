using Akka;
using Akka.Actor;
using Akka.Hosting;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Start;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Ends the whole program when the others have taken this node out of the cluster: its rooms live elsewhere, and only a new
/// incarnation may join. Clients get their <c>bye</c> while there still are actors to say it. Whatever runs the program has
/// to start it again; its exit code is 0.
/// </summary>
internal sealed partial class DownedNode(
    ActorSystem system,
    IRequiredActor<SessionsActor> sessions,
    IHostApplicationLifetime lifetime,
    IOptions<ServerOptions> options,
    ILogger<DownedNode> logger) : IHostedService
{
    /// <summary>From now on the program ends with the node.</summary>
    /// <exception cref="StartException">The cluster has taken this node out before it had started.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "end-program-when-downed", LeaveAsync);
        return shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason
            ? throw new StartException("The cluster took it out while it started. It has to be started again.")
            : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Done> LeaveAsync()
    {
        if (CoordinatedShutdown.Get(system).ShutdownReason is CoordinatedShutdown.ClusterDowningReason)
        {
            LogDowned();
            lifetime.StopApplication();
            try
            {
                var left = await sessions.GetAsync();
                await left.Ask<SessionsActor.Left>(SessionsActor.Leave.Instance, options.Value.Shutdown.DrainTimeout / 2);
            }
            catch (AskTimeoutException)
            {
                LogCut();
            }
        }

        return Done.Instance;
    }

    [LoggerMessage(8021, LogLevel.Warning, "The cluster goes on without this node, which ends now and has to be started again")]
    private partial void LogDowned();

    [LoggerMessage(8022, LogLevel.Warning, "Some clients did not close in time and are cut off")]
    private partial void LogCut();
}
