namespace AkkaChat.Server.Storage;

/// <summary>Opens the store when the host starts, before the actors.</summary>
internal sealed class StoreOpener(IChatStore store) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
