using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Presence;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Server.Sessions;

// Who deals with what the session hears; what comes most often stands first.
internal sealed partial class SessionActor
{
    private SessionEphemera? _ephemera; // not before it is first needed, which for most sessions is never

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
                _signIn.OnSilence(_clock.IsSilent);
                return true;
            case WatchPush push:
                _ephemera?.OnPush(push);
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

    // Any frame is a sign of life.
    private void OnHeard()
    {
        _with.Metrics.Heard();
        _signIn.OnSilence(isSilent: false);
    }

    // What is stored nowhere.
    private void OnEphemeral(Request request)
    {
        if (request is Request.SetBackground background)
        {
            _signIn.Hide(background);
        }
        else
        {
            (_ephemera ??= new SessionEphemera(_socket, _with, _to, _rooms, _signIn.User, Context)).Take(request);
        }
    }
}
