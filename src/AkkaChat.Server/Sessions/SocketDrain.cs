using Akka.Actor;
using Akka.Hosting;
using AkkaChat.Server.Start;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Sessions;

/// <summary>When the node leaves: tells every client so, before anything else stops.</summary>
internal sealed partial class SocketDrain(
    ActorSystem system,
    IRequiredActor<SessionsActor> sessions,
    TimeProvider clock,
    IOptions<ServerOptions> options,
    ILogger<SocketDrain> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var shutdown = options.Value.Shutdown;
        try
        {
            await Task.Delay(shutdown.ReadinessDelay, clock, cancellationToken);
            var left = sessions.ActorRef.Ask<SessionsActor.Left>(
                SessionsActor.Leave.Instance, shutdown.DrainTimeout / 2, cancellationToken);
            // A node that was downed has ended its sessions itself, and nobody answers any more.
            if (await Task.WhenAny(left, system.WhenTerminated.WaitAsync(cancellationToken)) == left)
            {
                await left;
            }
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException)
        {
            LogCut();
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2050, LogLevel.Warning, "Some clients did not close in time and are cut off")]
    private partial void LogCut();
}
