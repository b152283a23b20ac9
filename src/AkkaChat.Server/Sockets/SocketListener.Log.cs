using System.Net;

namespace AkkaChat.Server.Sockets;

internal sealed partial class SocketListener
{
    [LoggerMessage(1001, LogLevel.Warning, "Connections to {Port} can't be accepted; it is tried again until they can.")]
    private partial void LogFailure(Exception failure, EndPoint port);
}
