using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaChat.Server.Sockets;

/// <summary>Puts a <see cref="ConnectionStream"/> between the framework's WebSocket and the connection.</summary>
internal sealed class ConnectionUpgrade(IHttpUpgradeFeature inner, Socket? socket) : IHttpUpgradeFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>The stream of the connection, once it was upgraded.</summary>
    public ConnectionStream? Stream { get; private set; }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Stream = new ConnectionStream(await inner.UpgradeAsync(), socket);

    /// <summary>Decorates the request's upgrade; must come before the WebSocket middleware.</summary>
    public static Task UseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            // Under TLS the bytes on the socket are not ours to write.
            var isPlain = context.Features.Get<ITlsHandshakeFeature>() is null;
            var socket = isPlain ? context.Features.Get<IConnectionSocketFeature>()?.Socket : null;
            context.Features.Set<IHttpUpgradeFeature>(new ConnectionUpgrade(upgrade, socket));
        }

        return next(context);
    }
}
