namespace AkkaChat.Server.Storage;

/// <summary>Opens the store once: when the host starts, before the actors, or already before that.</summary>
internal sealed class StoreOpener(IChatStore store) : IHostedService
{
    private Task? _opened;

    /// <summary>Opens the store, unless that has been done.</summary>
    /// <exception cref="StoreStartException">It can't be used.</exception>
    public Task OpenAsync(CancellationToken stop) => _opened ??= store.OpenAsync(stop);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
