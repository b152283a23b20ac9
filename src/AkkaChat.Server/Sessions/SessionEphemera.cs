using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;

namespace AkkaChat.Server.Sessions;

/// <summary>What most sessions never use: saying that the user is writing, and watching people.</summary>
internal sealed class SessionEphemera(
    SessionSocket socket, SessionDependencies with, SessionOut to, SessionRooms rooms, UserId user, IActorContext context)
{
    private readonly SessionPresence _presence = new(socket, with, to, user, context);
    private SessionTyping? _typing;

    /// <summary>Does what the client asks.</summary>
    public void Take(Request request)
    {
        switch (request)
        {
            case Request.Typing typing:
                if (rooms.Knows(typing.Room)) // others need not be asked
                {
                    (_typing ??= new SessionTyping(with)).Notice(typing.Room, user);
                }

                to.Release();
                break;
            case Request.Presence presence:
                _presence.Ask(presence);
                break;
        }
    }

    /// <summary>Something came from the node's presence.</summary>
    public void OnPush(WatchPush push) => _presence.OnPush(push);
}
