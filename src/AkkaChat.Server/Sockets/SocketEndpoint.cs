using Microsoft.AspNetCore.Http.Features;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The way through HTTP: turns an upgrade request into a session (<c>/ws</c>) or a place in the plain lobby (<c>/</c>), or
/// says what is wrong with it.
/// </summary>
internal sealed class SocketEndpoint(SocketLimit limit, SocketServing serving)
{
    /// <summary>The protocol of <c>/ws</c>.</summary>
    public const string Subprotocol = "akkachat.v1";

    /// <summary>Serves one connection of <c>/ws</c> from upgrade to close.</summary>
    public Task ServeSessionAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return RefuseAsync(context, StatusCodes.Status426UpgradeRequired);
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (offered.Count > 0 && !offered.Contains(Subprotocol))
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest);
        }

        var token = TokenOf(
            context.Request.Headers.Authorization.ToString(),
            context.Request.Query.TryGetValue("access_token", out var queried) ? queried.ToString() : null);
        return AcceptAsync(context, offered.Count > 0 ? Subprotocol : null, token, serving.ServeSessionAsync);
    }

    /// <summary>Serves one connection of the plain lobby from upgrade to close.</summary>
    public Task ServePlainAsync(HttpContext context)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        return AcceptAsync(context, offered.Count > 0 ? offered[0] : null, token: null, serving.ServePlainAsync);
    }

    /// <summary>The access token of an upgrade.</summary>
    /// <param name="authorization">The header of that name; empty if there is none.</param>
    /// <param name="queried">That of the query, which counts where the header has none.</param>
    public static string? TokenOf(string authorization, string? queried)
    {
        const string scheme = "Bearer ";
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[scheme.Length..].Trim()
            : queried;
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task AcceptAsync(HttpContext context, string? subprotocol, string? token, Func<OpenSocket, Task> serve)
    {
        if (!limit.TryEnter())
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(subprotocol);
            var upgrade = context.Features.Get<IHttpUpgradeFeature>() as ConnectionUpgrade;
            await serve(new OpenSocket(socket, upgrade?.Stream, token, context.RequestAborted));
        }
        finally
        {
            limit.Leave();
        }
    }
}
