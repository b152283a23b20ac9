using AkkaChat.Server.Auth;
using AkkaChat.Server.Media;
using AkkaChat.Server.Start;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Http;

/// <summary>Registration of this folder, and the order in which a request passes through it.</summary>
internal static class HttpHosting
{
    /// <summary>Below this is the HTTP API.</summary>
    public const string ApiPath = "/api";

    // Long enough for a slow phone; a client that trickles its headers is cut off.
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds the web server's limits and what the endpoints need.</summary>
    public static void AddAkkaChatHttp(this WebApplicationBuilder builder, ServerOptions options, Readiness readiness)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxRequestBodySize = JsonBody.MaxBytes;
        });

        var services = builder.Services;
        services.AddSingleton(readiness);
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(new QuietLogs(readiness));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, HttpJson.Shared);
            json.SerializerOptions.Encoder = HttpJson.Shared.Options.Encoder;
            json.SerializerOptions.NumberHandling = HttpJson.Shared.Options.NumberHandling;
        });
        services.AddExceptionHandler<FailureHandler>();
        services.AddRequestTimeouts();
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, options.Proxies));
        services.AddApiDocument();
        services.AddHealth();
    }

    /// <summary>Puts the stations of a request in order, up to the endpoints.</summary>
    public static void UseAkkaChatHttp(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        // FailureHandler logs what is worth it; the framework would log all of it once more.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = static _ => true,
            ExceptionHandler = static _ => Task.CompletedTask,
        });
        app.UseStatusCodePages(static page => WriteProblemAsync(page.HttpContext));
        app.UseStaticWeb(StaticWeb.Folder);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
    }

    /// <summary>Maps the HTTP API, its description and the health checks.</summary>
    public static void MapAkkaChatHttp(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.Limits;
        var api = app.MapGroup(ApiPath + "/v1");
        api.WithRequestTimeout(new RequestTimeoutPolicy
        {
            Timeout = limits.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        api.MapAkkaChatAuth();
        api.MapRooms();
        app.MapAkkaChatMedia(api);
        app.MapOpenApi(ApiDocument.Path.Replace("v1", "{documentName}", StringComparison.Ordinal)).AllowAnonymous();
        app.MapHealth();
    }

    private static Task WriteProblemAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return new Problem(ProblemStatus.CodeOf(status), status: status).ExecuteAsync(context);
    }

    private static void Trust(ForwardedHeadersOptions forwarded, string[] proxies)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        forwarded.ForwardedHeaders = proxies.Length == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in proxies)
        {
            if (ProxyNetwork.TryParse(proxy, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        }
    }
}
