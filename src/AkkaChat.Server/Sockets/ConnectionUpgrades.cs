using System.Buffers;
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
/// that HTTP keeps for a request stays alive with it. If all of the upgrade comes at once and without TLS, nothing that the web
/// server keeps for a connection is made for it at all. Any other connection goes on to HTTP as it came.
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
    private async Task<OpenSocket?> UpgradeAsync(ConnectionContext connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        patience.CancelAfter(_headersTimeout);
        if (connection is AcceptedConnection { IsWhole: false } accepted
            && await TakeFromSocketAsync(accepted, patience.Token) is { } first)
        {
            return await AnswerAsync(connection, new SocketStream(accepted), first);
        }

        return await TakeFromPipeAsync(connection, patience.Token) is { } head
            ? await AnswerAsync(connection, new TransportStream(connection), head)
            : null;
    }

    private async ValueTask<OpenSocket> AnswerAsync(ConnectionContext connection, DuplexStream inner, UpgradeHead head)
    {
        try
        {
            // Under TLS the bytes on the socket are not ours to write.
            var isPlain = connection.Features.Get<ITlsHandshakeFeature>() is null;
            var stream = new ConnectionStream(
                inner, isPlain ? connection.Features.Get<IConnectionSocketFeature>()?.Socket : null);
            await AnswerAsync(stream, head);
            var socket = WebSocket.CreateFromStream(stream, head.OffersSubprotocol ? WithSubprotocol : WithoutSubprotocol);
            return new OpenSocket(socket, stream, head.Token, connection.ConnectionClosed);
        }
        catch
        {
            limit.Leave(); // nobody serves it, so nobody else gives its place back
            throw;
        }
    }

    private async ValueTask AnswerAsync(ConnectionStream stream, UpgradeHead head)
    {
        try
        {
            await stream.WriteAsync(UpgradeAnswer.Switch(head, clock.GetUtcNow()));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException
            or ObjectDisposedException)
        {
            stream.Abort(); // the client did not wait: the session sees it, and ends
        }
    }

    // Takes the head of an upgrade off the socket, and a place for it, if all of it is there with the first bytes. Else takes
    // nothing, and returns null.
    private async ValueTask<UpgradeHead?> TakeFromSocketAsync(AcceptedConnection connection, CancellationToken patience)
    {
        byte[]? buffer = null;
        try
        {
            await connection.Socket.ReceiveAsync(Memory<byte>.Empty, patience); // waits without a buffer
            buffer = ArrayPool<byte>.Shared.Rent(UpgradeHead.MaxBytes);
            var count = await connection.Socket.ReceiveAsync(buffer, SocketFlags.Peek, patience);
            var bytes = new ReadOnlySequence<byte>(buffer, 0, count);
            if (UpgradeHead.Read(bytes, out var head, out var end) != UpgradeHead.Sort.Upgrade || !limit.TryEnter())
            {
                return null;
            }

            if (connection.TryTake())
            {
                await SkipAsync(connection, buffer.AsMemory(0, (int)bytes.Slice(0, end).Length));
                return head;
            }

            limit.Leave();
            return null;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return null; // the web server's connection sees it too, and HTTP knows how long to bear with those who say nothing
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    // Takes bytes off the socket that are known to be there.
    private static async ValueTask SkipAsync(AcceptedConnection connection, Memory<byte> bytes)
    {
        try
        {
            await new SocketStream(connection).ReadExactlyAsync(bytes);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            connection.Abort(); // the session sees it, and ends
        }
    }

    // Takes the head of an upgrade from the connection, and a place for it; null if HTTP is to see to what is there.
    private async ValueTask<UpgradeHead?> TakeFromPipeAsync(ConnectionContext connection, CancellationToken patience)
    {
        var input = connection.Transport.Input;
        var hasBegun = false;
        try
        {
            for (var piece = 1; ; piece++)
            {
                var read = await input.ReadAsync(patience);
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
