using Akka.Actor;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The plain lobby: passes every text of one connection to all others, in one order for all, and keeps nothing. A
/// connection that does not read is closed.
/// </summary>
internal sealed class PlainLobbyActor : ReceiveActor
{
    private readonly HashSet<PlainSocket> _sockets = [];

    /// <summary>Nobody is there yet.</summary>
    public PlainLobbyActor()
    {
        Receive<Come>(come => _sockets.Add(come.Socket));
        Receive<Go>(OnGo);
        Receive<Say>(OnSay);
    }

    private void OnGo(Go go)
    {
        _sockets.Remove(go.Socket);
        go.Socket.Dispose(); // nothing of it comes after this
    }

    private void OnSay(Say say)
    {
        foreach (var socket in _sockets)
        {
            if (!ReferenceEquals(socket, say.From))
            {
                socket.Write(say.Text);
            }
        }

        say.From.Heard();
    }

    /// <summary>A connection opened.</summary>
    internal sealed record Come(PlainSocket Socket) : INoSerializationVerificationNeeded;

    /// <summary>A connection closed.</summary>
    internal sealed record Go(PlainSocket Socket) : INoSerializationVerificationNeeded;

    /// <summary>A connection sent a text.</summary>
    internal sealed record Say(PlainSocket From, byte[] Text) : INoSerializationVerificationNeeded;
}
