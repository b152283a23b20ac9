using AkkaChat.Server.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaChat.Server.Http;

/// <summary>Not ready while the store can't serve.</summary>
internal sealed class StoreCheck(IChatStore store) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
