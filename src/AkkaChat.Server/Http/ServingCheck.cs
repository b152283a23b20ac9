using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaChat.Server.Http;

/// <summary>Not ready while the node starts or takes leave.</summary>
internal sealed class ServingCheck(Readiness readiness) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.IsServing ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
