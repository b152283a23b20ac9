using Akka.Event;

namespace AkkaChat.Server.Sessions;

internal sealed partial class SessionActor
{
    private void LogFault(Exception cause, string request) =>
        _log.Error(cause, "2001 a {0} request failed", request);
}
