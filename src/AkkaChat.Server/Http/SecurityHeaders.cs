namespace AkkaChat.Server.Http;

/// <summary>Headers that keep browsers from doing what no page of ours needs. The microphone is for voice messages.</summary>
internal static class SecurityHeaders
{
    /// <summary>Where pages may load from and connect to; <c>blob:</c> is what a user is about to send.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob: https:; media-src 'self' blob:; "
        + "style-src 'self'; "
        + "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>Those of every answer, with their values.</summary>
    public static readonly KeyValuePair<string, string>[] All =
    [
        new("Content-Security-Policy", ContentSecurityPolicy),
        new("X-Content-Type-Options", "nosniff"),
        new("Referrer-Policy", "no-referrer"),
        new("Permissions-Policy", "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"),
    ];

    /// <summary>Adds them to every response.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        // As late as possible, because the answer to a failure begins with empty headers.
        context.Response.OnStarting(static state => AddAsync((HttpContext)state), context);
        return next(context);
    });

    private static Task AddAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in All)
        {
            headers.TryAdd(name, value); // an endpoint may be stricter
        }

        if (context.Request.Path.StartsWithSegments(HttpHosting.ApiPath))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
