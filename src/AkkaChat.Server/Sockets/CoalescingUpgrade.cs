using Microsoft.AspNetCore.Http.Features;

namespace AkkaChat.Server.Sockets;

/// <summary>Puts a <see cref="CoalescingStream"/> between the framework's WebSocket and the connection.</summary>
internal sealed class CoalescingUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>The stream of the connection, once it was upgraded.</summary>
    public CoalescingStream? Stream { get; private set; }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Stream = new CoalescingStream(await inner.UpgradeAsync());

    /// <summary>Decorates the request's upgrade; must come before the WebSocket middleware.</summary>
    public static Task UseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            context.Features.Set<IHttpUpgradeFeature>(new CoalescingUpgrade(upgrade));
        }

        return next(context);
    }
}
