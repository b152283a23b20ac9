using System.Net.Sockets;
using System.Net.WebSockets;
using Akka.Actor;
using Akka.Hosting;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using Microsoft.Extensions.Options;
using SessionOptions = AkkaChat.Server.Sessions.SessionOptions;

namespace AkkaChat.Server.Sockets;

/// <summary>Serves sockets from the upgrade to the close: as a session, or as a place in the plain lobby.</summary>
internal sealed class SocketServing(
    IRequiredActor<SessionsActor> sessions,
    IRequiredActor<PlainLobbyActor> plainLobby,
    PlainGate plainGate,
    TimeProvider clock,
    IOptions<SocketOptions> options,
    IOptions<SessionOptions> sessionOptions)
{
    // Far longer than a node that is only busy needs.
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(30);

    private readonly int _maxUnsentBytes = sessionOptions.Value.MaxUnsentBytes;

    /// <summary>Serves a session.</summary>
    public async Task ServeSessionAsync(OpenSocket open)
    {
        var session = new SessionSocket(NewWriter(open), open.TakeToken());
        if (await OpenAsync(session) is not { } actor)
        {
            return;
        }

        var end = await new SocketReader(open.Socket, Limits.MaxFrameBytes).RunAsync(
            async frame =>
            {
                session.LastHeard = clock.GetTimestamp();
                await session.Credits.WaitAsync(open.Gone);
                actor.Tell(new SessionInput.Frame(RequestReader.Read(frame.Span)));
            });
        if (CloseCodeOf(end) is { } code)
        {
            actor.Tell(new SessionInput.Violation(code));
            await FinishAsync(open);
        }
        else if (open.Socket.State == WebSocketState.CloseReceived)
        {
            session.Writer.Close((int)WebSocketCloseStatus.NormalClosure, "");
            await FinishAsync(open);
        }

        await LingerAsync(open);
        actor.Tell(SessionInput.Closed.Instance);
    }

    /// <summary>Serves a place in the plain lobby.</summary>
    public async Task ServePlainAsync(OpenSocket open)
    {
        var writer = NewWriter(open);
        var plain = new PlainSocket(writer, plainGate);
        plainLobby.ActorRef.Tell(new PlainLobbyActor.Come(plain));
        var end = await new SocketReader(open.Socket, PlainSocket.MaxTextBytes).RunAsync(
            async frame =>
            {
                await plain.MaySayAsync(open.Gone);
                plainLobby.ActorRef.Tell(new PlainLobbyActor.Say(plain, frame.ToArray()));
            });
        plainLobby.ActorRef.Tell(new PlainLobbyActor.Go(plain));
        var code = CloseCodeOf(end);
        await LingerAsync(open);
        writer.Close(code is null ? (int)WebSocketCloseStatus.NormalClosure : (int)code, code?.Reason() ?? "");
        await FinishAsync(open);
    }

    private static CloseCode? CloseCodeOf(SocketReader.End end) => end switch
    {
        SocketReader.End.Binary => CloseCode.BadFrames,
        SocketReader.End.TooLarge => CloseCode.TooLarge,
        _ => null,
    };

    // The session; none if the node is leaving. That the client is gone already is seen when it is read.
    private async ValueTask<IActorRef?> OpenAsync(SessionSocket session)
    {
        var opened = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        sessions.ActorRef.Tell(new SessionsActor.Open(session, opened));
        try
        {
            if (await opened.Task.WaitAsync(OpenTimeout, clock) is var actor && !actor.IsNobody())
            {
                return actor;
            }
        }
        catch (TimeoutException)
        {
            // Its actors have stopped before its sockets.
        }

        session.Writer.Close((int)CloseCode.ShuttingDown, CloseCode.ShuttingDown.Reason());
        return null;
    }

    private SocketWriter NewWriter(OpenSocket open) => new(open.Socket, open.Stream, _maxUnsentBytes);

    // A frame that is none (bad UTF-8, no mask) makes the WebSocket send its own close and give up; leaving now would reset
    // the connection before that close is out.
    private async Task LingerAsync(OpenSocket open)
    {
        if (open is not { Socket.State: WebSocketState.Aborted, Stream: { } stream })
        {
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(open.Gone);
        timeout.CancelAfter(options.Value.CloseTimeout);
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, timeout.Token) > 0)
            {
                // Whatever it is, it comes after the end.
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException
            or ObjectDisposedException)
        {
            open.Abort();
        }
    }

    // Reads on, and throws away, until the peer has seen our close, so that it is not cut off by a reset.
    private async Task FinishAsync(OpenSocket open)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(open.Gone);
        timeout.CancelAfter(options.Value.CloseTimeout);
        var buffer = new byte[1024];
        try
        {
            while (open.Socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                await open.Socket.ReceiveAsync(buffer, timeout.Token);
            }

            while (open.Socket.State == WebSocketState.CloseReceived)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), clock, timeout.Token); // our own close is on its way
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            open.Abort();
        }
    }
}
