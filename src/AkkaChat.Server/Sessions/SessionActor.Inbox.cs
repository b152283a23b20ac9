using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Server.Sessions;

// Who deals with what the session hears; what comes most often stands first.
internal sealed partial class SessionActor
{
    private SessionTyping? _typing; // not before it is first needed

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case SessionInput.Frame frame:
                OnFrame(frame.Outcome);
                return true;
            case RoomReply reply:
                OnReply(reply);
                return true;
            case DeliveryPush push:
                _rooms.OnDelivery(push);
                return true;
            case SessionInput input:
                OnInput(input);
                return true;
            case SessionTimer.Tick:
                OnTick();
                return true;
            case OpenRequests.Sweep:
                OnSweep();
                return true;
            default:
                return _signIn.TryHandle(message) || TryHandleFound(message);
        }
    }

    // What was looked up for the client, or for the session.
    private bool TryHandleFound(object message)
    {
        switch (message)
        {
            case SessionReading.Answered answered:
                _reading.OnAnswered(answered);
                return true;
            case SessionReading.Prepared prepared:
                OnPrepared(prepared);
                return true;
            case SessionRooms.Found found:
                _rooms.OnFound(found);
                return true;
            case SessionRooms.ReadBack read:
                _rooms.OnRead(read);
                return true;
            default:
                return false;
        }
    }

    private void OnInput(SessionInput input)
    {
        switch (input)
        {
            case SessionInput.Calm:
                OnCalm();
                break;
            case SessionInput.Violation violation:
                _to.Close(violation.Code);
                break;
            case SessionInput.Leave:
                _to.Close(CloseCode.ShuttingDown);
                break;
            case SessionInput.NodeLost lost:
                _open.OnNodeLost();
                _signIn.OnNodeLost(lost.Node);
                break;
            case SessionInput.Closed:
                Context.Stop(Self);
                break;
        }
    }

    // What is stored nowhere.
    private void OnEphemeral(Request request)
    {
        switch (request)
        {
            case Request.SetBackground background:
                _to.Answer(Answers.Ok(background.Id));
                break;
            case Request.Typing typing:
                if (_rooms.Knows(typing.Room)) // of others the room need not be asked
                {
                    (_typing ??= new SessionTyping(_with)).Notice(typing.Room, _signIn.User);
                }

                _to.Release();
                break;
            case Request.Presence presence:
                _to.Answer(Answers.Error(presence.Id, ErrorCode.UnknownType));
                break;
        }
    }
}
