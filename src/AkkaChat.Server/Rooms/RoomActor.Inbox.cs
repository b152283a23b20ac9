using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

// Who deals with what the room hears; what comes most often stands first.
internal sealed partial class RoomActor
{
    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case RoomCommand command:
                OnCommand(command);
                return true;
            case StoreResult { Write: StoreWrite.Append } result:
                OnAppended(result);
                return true;
            case StoreResult { Write: StoreWrite.MarkRead } result:
                OnMarked(result);
                return true;
            case StoreResult result:
                OnWritten(result);
                return true;
            case TypingNotice typing:
                OnTyping(typing);
                return true;
            case RoomMemory.Loaded loaded:
                Learn(_memory.OnLoaded, loaded);
                return true;
            case RoomMemory.LookedUp found:
                Learn(_memory.OnLookedUp, found);
                return true;
            case ReadMarks.Tick:
                _marks.OnTick(_memory.State);
                return true;
            case RoomIdleTimer.Check:
                OnIdleCheck();
                return true;
            case RoomStop:
                OnStop();
                return true;
            default:
                return _audience.TryHandle(message, Sender);
        }
    }

    // It waits for nothing. A room that sleeps is woken, as the message that is being written will need it; it tells the next one.
    private void OnTyping(TypingNotice typing)
    {
        if (!_memory.IsReady)
        {
            _memory.Wake();
        }
        else if (!_runs.IsFull && TypingRules.MayShow(_memory.State, typing.User, _with.Clock.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            _audience.Whisper(Pushes.Typing(_room, typing.User), typing.User);
        }
    }
}
