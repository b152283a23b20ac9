using Akka.Event;

namespace AkkaChat.Server.Rooms;

internal sealed partial class RoomMemory
{
    private void LogConflict(string room, long first, long head) =>
        _log.Warning("3001 room {0}: a run from seq {1} met a log that stands at {2}; deciding anew", room, first, head);

    private void LogWriteFailed(string room, int commands) =>
        _log.Warning("3002 room {0}: the store did not answer for {1} commands; their outcome is unknown", room, commands);

    private void LogSuperseded(string room) =>
        _log.Warning("3003 room {0}: another writer is ahead time after time; stopping", room);

    private void LogLoadFailed(Exception cause, string room) =>
        _log.Warning("3004 room {0}: could not be loaded: {1}", room, cause.Message);
}
