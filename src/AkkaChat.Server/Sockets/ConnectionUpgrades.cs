using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The way below HTTP: a connection that begins with a flawless upgrade of <c>/ws</c> becomes a session at once, and nothing
/// that HTTP keeps for a request stays alive with it. Any other connection goes on to HTTP as it came.
/// </summary>
internal sealed class ConnectionUpgrades(
    SocketLimit limit,
    SocketServing serving,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    IOptions<KestrelServerOptions> kestrel,
    IOptionsMonitor<HostFilteringOptions> hosts)
{
    /// <summary>Most pieces in which a head may come, because each is read from the begin; HTTP takes any number.</summary>
    private const int MostPieces = 32;

    private static readonly WebSocketCreationOptions WithoutSubprotocol = new() { IsServer = true };
    private static readonly WebSocketCreationOptions WithSubprotocol = new()
    {
        IsServer = true,
        SubProtocol = SocketEndpoint.Subprotocol,
    };

    private readonly TimeSpan _headersTimeout = kestrel.Value.Limits.RequestHeadersTimeout;

    // Where only some hosts are allowed, HTTP knows which.
    private bool TakesAnyHost => hosts.CurrentValue.AllowedHosts.Contains("*");

    /// <summary>Serves a connection from its first byte to its end, or has <paramref name="next"/> do it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        OpenSocket? open;
        try
        {
            open = TakesAnyHost ? await UpgradeAsync(connection) : null;
        }
        catch (TimeoutException)
        {
            await connection.Transport.Output.WriteAsync(UpgradeAnswer.Timeout(clock.GetUtcNow()));
            return;
        }

        if (open is null)
        {
            await next(connection);
            return;
        }

        try
        {
            await serving.ServeSessionAsync(open);
        }
        finally
        {
            open.Socket.Dispose();
            limit.Leave();
        }
    }

    // Answers an upgrade, if the connection begins with one. What that takes does not stay alive with the socket.
    private async ValueTask<OpenSocket?> UpgradeAsync(ConnectionContext connection)
    {
        if (await TakeHeadAsync(connection) is not { } head)
        {
            return null;
        }

        try
        {
            return await AnswerAsync(connection, head);
        }
        catch
        {
            limit.Leave(); // nobody serves it, so nobody else gives its place back
            throw;
        }
    }

    private async ValueTask<OpenSocket> AnswerAsync(ConnectionContext connection, UpgradeHead head)
    {
        // Under TLS the bytes on the socket are not ours to write.
        var isPlain = connection.Features.Get<ITlsHandshakeFeature>() is null;
        var stream = new ConnectionStream(
            new TransportStream(connection), isPlain ? connection.Features.Get<IConnectionSocketFeature>()?.Socket : null);
        try
        {
            await stream.WriteAsync(UpgradeAnswer.Switch(head, clock.GetUtcNow()));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException
            or ObjectDisposedException)
        {
            stream.Abort(); // the client did not wait: the session sees it, and ends
        }

        var socket = WebSocket.CreateFromStream(stream, head.OffersSubprotocol ? WithSubprotocol : WithoutSubprotocol);
        return new OpenSocket(socket, stream, head.Token, connection.ConnectionClosed);
    }

    // Takes the head of an upgrade from the connection, and a place for it; null if HTTP is to see to what is there.
    private async ValueTask<UpgradeHead?> TakeHeadAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        patience.CancelAfter(_headersTimeout);
        var hasBegun = false;
        try
        {
            for (var piece = 1; ; piece++)
            {
                var read = await input.ReadAsync(patience.Token);
                hasBegun |= !read.Buffer.IsEmpty;
                switch (UpgradeHead.Read(read.Buffer, out var head, out var end))
                {
                    case UpgradeHead.Sort.Unfinished when piece < MostPieces && !read.IsCompleted:
                        input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                        break;
                    case UpgradeHead.Sort.Upgrade when limit.TryEnter():
                        input.AdvanceTo(end);
                        return head;
                    default:
                        input.AdvanceTo(read.Buffer.Start);
                        return null;
                }
            }
        }
        catch (OperationCanceledException) when (hasBegun && patience.IsCancellationRequested)
        {
            throw new TimeoutException(); // or the node stops
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return null; // HTTP sees it too; and it knows how long to bear with those who say nothing, also when the node leaves
        }
    }
}
