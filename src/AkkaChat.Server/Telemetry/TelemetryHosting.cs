using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AkkaChat.Server.Telemetry;

/// <summary>Registration of this folder: what the server counts, for Prometheus to fetch.</summary>
internal static class TelemetryHosting
{
    /// <summary>Where the figures are.</summary>
    public const string Path = "/metrics";

    // Every folder names its meter AkkaChat.<Folder>.
    private const string OwnMeters = "AkkaChat.*";

    /// <summary>Adds the meters of the server, of the web server and of the runtime.</summary>
    public static void AddAkkaChatTelemetry(this WebApplicationBuilder builder) => builder.Services
        .AddOpenTelemetry()
        .ConfigureResource(static resource => resource.AddService("akkachat"))
        .WithMetrics(static metrics => metrics
            .AddMeter(OwnMeters)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());

    /// <summary>Maps <see cref="Path"/>.</summary>
    public static void MapAkkaChatMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint(Path).AllowAnonymous();
}
