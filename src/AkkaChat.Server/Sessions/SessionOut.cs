using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// What a session sends: answers, each of which lets the socket's reader hand over one more request, and pushes. A client
/// that does not read its answers gets no further requests read.
/// </summary>
internal sealed class SessionOut(SessionSocket socket, SessionDependencies with, SessionClock clock, IActorContext context)
{
    private readonly SocketWriter _writer = socket.Writer;
    private readonly IActorRef _self = context.Self;
    private int _heldCredits;

    /// <summary>True once the session has begun to close: nothing is asked or answered any more.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>True while there is room for a whole page.</summary>
    public bool IsCalm => _writer.IsCalm;

    /// <summary>Answers a request.</summary>
    public void Answer(ReadOnlyMemory<byte> frame)
    {
        _writer.Write(frame);
        Release();
        WatchPace();
    }

    /// <summary>Refuses a frame that was one too many; who only says that somebody is writing needs not know.</summary>
    public void AnswerTooMany(RequestOutcome outcome, TimeSpan retryAfter)
    {
        if (outcome.Request is Request.Typing)
        {
            Release();
            return;
        }

        var wait = (int)Math.Ceiling(retryAfter.TotalMilliseconds);
        Answer(Answers.Error(outcome.Id, ErrorCode.RateLimited, retryAfterMs: wait));
    }

    /// <summary>
    /// Answers a request that makes an event, which is on its way to the same client: both go in one write if they meet.
    /// </summary>
    public void AnswerSoon(ReadOnlyMemory<byte> frame)
    {
        _writer.WriteSoon(frame);
        Release();
        WatchPace();
    }

    /// <summary>A request needs no answer.</summary>
    public void Release()
    {
        if (_writer.HasRoom)
        {
            socket.Credits.Release();
        }
        else
        {
            _heldCredits++;
        }
    }

    /// <summary>Sends what may be dropped; false if it was.</summary>
    public bool PushIfRoom(ReadOnlyMemory<byte> frame)
    {
        if (!_writer.HasRoom)
        {
            return false;
        }

        _writer.Write(frame);
        return true;
    }

    /// <summary>Watches a client that begins to lag, and asks to be told when it has caught up.</summary>
    public void WatchPace()
    {
        if (!_writer.IsCalm)
        {
            clock.Slow(!_writer.HasRoom);
            _writer.WhenCalm(() => _self.Tell(SessionInput.Calm.Instance));
        }
    }

    /// <summary>The client has caught up.</summary>
    public void OnCalm()
    {
        clock.Slow(false);
        if (_heldCredits > 0)
        {
            socket.Credits.Release(_heldCredits);
            _heldCredits = 0;
        }
    }

    /// <summary>Says why, and closes after all that waits.</summary>
    public void Close(CloseCode code, string? reason = null)
    {
        var spread = code == CloseCode.ShuttingDown ? with.Server.Shutdown.ReconnectSpread : TimeSpan.Zero;
        _writer.Write(Pushes.Bye(code, Random.Shared.NextDouble() * spread, reason));
        End((int)code, reason ?? code.Reason());
    }

    /// <summary>
    /// Something is missing that can't be made good here: the client comes back with its cursors and lists its rooms.
    /// </summary>
    public void Resync()
    {
        if (!IsClosing)
        {
            Close(CloseCode.Resync);
        }
    }

    /// <summary>Another session took the slot; without a word if it is the same device, here by another connection.</summary>
    public void OnDisplaced(UserPush.Displaced displaced)
    {
        if (displaced.SameDevice)
        {
            End((int)CloseCode.TakenOver, CloseCode.TakenOver.Reason());
        }
        else
        {
            Close(CloseCode.Replaced);
        }
    }

    /// <summary>Something may be due: a ping, or a close.</summary>
    public void OnTick()
    {
        if (IsClosing)
        {
            return; // nothing is due any more
        }

        switch (clock.OnTick())
        {
            case SessionClock.Due.Ping:
                PushIfRoom(Pushes.Ping());
                break;
            case { } due when SessionClock.CloseCodeOf(due) is { } code:
                Close(code, due == SessionClock.Due.TokenExpired ? ErrorCode.TokenExpired.Name() : null);
                break;
        }
    }

    // A client that does not read never sees the close, and one that does not answer it keeps the socket open: both are cut.
    private void End(int code, string reason)
    {
        _writer.Close(code, reason);
        if (!IsClosing)
        {
            with.Metrics.Closed((CloseCode)code);
            IsClosing = true;
            context.System.Scheduler.ScheduleTellOnce(
                SessionOptions.CloseTimeout, _self, SessionInput.Closed.Instance, ActorRefs.NoSender);
        }
    }
}
