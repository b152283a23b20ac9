using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace AkkaChat.Server.Http;

/// <summary>Answers to whatever runs this node: is it alive, does it want clients?</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of checks that must pass before a node gets clients.</summary>
    public const string ReadyTag = "ready";

    /// <summary>The tag of checks that must pass lest the node be restarted.</summary>
    public const string LiveTag = "liveness";

    // A probe that waits longer than this has its answer.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds the checks of the edge; others add theirs with the same tags.</summary>
    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<ServingCheck>("serving", tags: [ReadyTag])
        .AddCheck<StoreCheck>("store", failureStatus: null, tags: [ReadyTag], timeout: StoreTimeout);

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>: 200 or 503.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        Map("/health/live", LiveTag);
        Map("/health/ready", ReadyTag);

        void Map(string path, string tag) => endpoints
            .MapHealthChecks(path, new HealthCheckOptions { Predicate = check => check.Tags.Contains(tag) })
            .AllowAnonymous();
    }
}
