using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.WebUtilities;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>
/// A chat server on plain sockets, with the WebSocket protocol by hand as far as the load speaks it: whole masked frames in,
/// whole frames out. It is the baseline: what C# costs when nothing stands between the room and the kernel.
/// </summary>
internal sealed class SocketsPeer(bool coalesce)
{
    // More than any run opens at once: a refused connect would measure the backlog, not the server.
    private const int Backlog = 4_096;

    private readonly SocketsRooms _rooms = new(coalesce);

    /// <summary>Serves until <paramref name="stop"/>.</summary>
    public async Task RunAsync(int port, CancellationToken stop)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(Backlog);
        await Console.Out.WriteLineAsync(PeerCommand.Ready);
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync(stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        socket.Blocking = false; // only `Send` looks at it: it answers WouldBlock instead of waiting
        var member = new SocketsMember(socket, coalesce);
        try
        {
            var input = new SocketsInput(socket);
            if (await input.ReadRequestAsync() is { } request)
            {
                await ServeAsync(input, member, request);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return; // the client went, or was too slow
        }
        finally
        {
            member.Close();
        }
    }

    private async Task ServeAsync(SocketsInput input, SocketsMember member, UpgradeRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.Query);
        var user = query["user"].ToString();
        var names = query["rooms"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        var mine = new Dictionary<string, SocketsRoom>();
        try
        {
            member.Open(request.Answer(), () =>
            {
                foreach (var name in names)
                {
                    mine.TryAdd(name, _rooms.Enter(name, member));
                }
            });
            while (await input.ReadFrameAsync() is { } frame && TryServe(frame, user, member, mine))
            {
            }
        }
        finally
        {
            foreach (var room in mine.Values)
            {
                _rooms.Leave(room, member);
            }
        }
    }

    /// <summary>False if the connection is over.</summary>
    private static bool TryServe(
        ClientFrame frame, string user, SocketsMember member, Dictionary<string, SocketsRoom> mine)
    {
        switch (frame.Opcode)
        {
            case ServerFrame.Text:
                if (SimpleWire.ReadSend(frame.Payload.Span) is not { } send || !mine.TryGetValue(send.Room, out var room))
                {
                    return false;
                }

                room.Post(ServerFrame.Of(ServerFrame.Text, SimpleWire.WriteEvent(user, send)));
                return true;
            case ServerFrame.Ping:
                member.Send(ServerFrame.Of(ServerFrame.Pong, frame.Payload.Span));
                return true;
            case ServerFrame.Pong:
                return true;
            case ServerFrame.Close:
                member.Send(ServerFrame.Of(ServerFrame.Close, frame.Payload.Span));
                return false;
            default:
                return false;
        }
    }
}
