using System.Net.WebSockets;
using Akka.Actor;
using Akka.Hosting;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SessionOptions = AkkaChat.Server.Sessions.SessionOptions;

namespace AkkaChat.Server.Sockets;

/// <summary>Turns an upgrade request into a session (<c>/ws</c>) or a place in the plain lobby (<c>/</c>).</summary>
internal sealed class SocketEndpoint(
    IRequiredActor<SessionsActor> sessions,
    IRequiredActor<PlainLobbyActor> plainLobby,
    PlainGate plainGate,
    TimeProvider clock,
    IOptions<SocketOptions> options,
    IOptions<SessionOptions> sessionOptions)
{
    /// <summary>The protocol of <c>/ws</c>.</summary>
    public const string Subprotocol = "akkachat.v1";

    private readonly int _maxUnsentBytes = sessionOptions.Value.MaxUnsentBytes;

    /// <summary>Serves one connection of <c>/ws</c> from upgrade to close.</summary>
    public async Task ServeSessionAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (offered.Count > 0 && !offered.Contains(Subprotocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var token = UpgradeToken(context.Request);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Count > 0 ? Subprotocol : null);
        var writer = NewWriter(context, socket);
        var session = new SessionSocket(writer, token);
        var opened = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        sessions.ActorRef.Tell(new SessionsActor.Open(session, opened));
        var actor = await opened.Task.WaitAsync(context.RequestAborted);
        if (actor.IsNobody())
        {
            writer.Close((int)CloseCode.ShuttingDown, CloseCode.ShuttingDown.Reason());
            return;
        }

        await ReadAsync(socket, session, actor, context.RequestAborted);
        await LingerAsync(socket, context);
        actor.Tell(SessionInput.Closed.Instance);
    }

    /// <summary>Serves one connection of the plain lobby from upgrade to close.</summary>
    public async Task ServePlainAsync(HttpContext context)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Count > 0 ? offered[0] : null);
        var writer = NewWriter(context, socket);
        var plain = new PlainSocket(writer, plainGate);
        plainLobby.ActorRef.Tell(new PlainLobbyActor.Come(plain));
        var end = await new SocketReader(socket, PlainSocket.MaxTextBytes).RunAsync(
            async frame =>
            {
                await plain.MaySayAsync(context.RequestAborted);
                plainLobby.ActorRef.Tell(new PlainLobbyActor.Say(plain, frame.ToArray()));
            },
            context.RequestAborted);
        plainLobby.ActorRef.Tell(new PlainLobbyActor.Go(plain));
        var code = CloseCodeOf(end);
        await LingerAsync(socket, context);
        writer.Close(code is null ? (int)WebSocketCloseStatus.NormalClosure : (int)code, code?.Reason() ?? "");
        await FinishAsync(socket, context.RequestAborted);
    }

    private static string? UpgradeToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return header[scheme.Length..].Trim();
        }

        return request.Query.TryGetValue("access_token", out var token) ? token.ToString() : null;
    }

    private static CloseCode? CloseCodeOf(SocketReader.End end) => end switch
    {
        SocketReader.End.Binary => CloseCode.BadFrames,
        SocketReader.End.TooLarge => CloseCode.TooLarge,
        _ => null,
    };

    private SocketWriter NewWriter(HttpContext context, WebSocket socket)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>() as ConnectionUpgrade;
        return new SocketWriter(socket, upgrade?.Stream, _maxUnsentBytes);
    }

    private async Task ReadAsync(WebSocket socket, SessionSocket session, IActorRef actor, CancellationToken stop)
    {
        var end = await new SocketReader(socket, Limits.MaxFrameBytes).RunAsync(
            async frame =>
            {
                session.LastHeard = clock.GetTimestamp();
                await session.Credits.WaitAsync(stop);
                actor.Tell(new SessionInput.Frame(RequestReader.Read(frame.Span)));
            },
            stop);
        if (CloseCodeOf(end) is { } code)
        {
            actor.Tell(new SessionInput.Violation(code));
            await FinishAsync(socket, stop);
        }
        else if (socket.State == WebSocketState.CloseReceived)
        {
            session.Writer.Close((int)WebSocketCloseStatus.NormalClosure, "");
            await FinishAsync(socket, stop);
        }
    }

    // A frame that is none (bad UTF-8, no mask) makes the WebSocket send its own close and give up; leaving now would reset
    // the connection before that close is out.
    private async Task LingerAsync(WebSocket socket, HttpContext context)
    {
        if (socket.State != WebSocketState.Aborted
            || context.Features.Get<IHttpUpgradeFeature>() is not ConnectionUpgrade { Stream: { } stream })
        {
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        timeout.CancelAfter(options.Value.CloseTimeout);
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, timeout.Token) > 0)
            {
                // Whatever it is, it comes after the end.
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    // Reads on, and throws away, until the peer has seen our close, so that it is not cut off by a reset.
    private async Task FinishAsync(WebSocket socket, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(options.Value.CloseTimeout);
        var buffer = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(buffer, timeout.Token);
            }

            while (socket.State == WebSocketState.CloseReceived)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), clock, timeout.Token); // our own close is on its way
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }
}
