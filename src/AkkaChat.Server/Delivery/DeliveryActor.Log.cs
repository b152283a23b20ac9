using Akka.Event;

namespace AkkaChat.Server.Delivery;

internal sealed partial class DeliveryActor
{
    private void LogGap(string room, long last, long known) =>
        _log.Debug("5001 room {0}: passed on up to seq {1}, the log is at {2}; reading what is missing", room, last, known);
}
