using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// One connection: knows who it is, passes requests to rooms in the order they came, and events to the socket. If it stops,
/// the socket closes, and the client comes back and resumes by its cursors.
/// </summary>
internal sealed partial class SessionActor : ActorBase
{
    private readonly SessionSocket _socket;
    private readonly SessionDependencies _with;
    private readonly SessionTimer _timer;
    private readonly SessionClock _clock;
    private readonly SessionOut _to;
    private readonly SessionRooms _rooms;
    private readonly SessionSignIn _signIn;
    private readonly SessionReading _reading;
    private readonly OpenRequests _open;
    private SparseQueue<Request> _forRooms; // bounded by the credits
    private RequestBudget _budget;
    private bool _isLookingUp;

    /// <summary>A connection that has not said who it is.</summary>
    public SessionActor(SessionsActor.Open open, SessionDependencies with)
    {
        var socket = open.Socket;
        _socket = socket;
        _with = with;
        _timer = new SessionTimer(with.Clock, Context);
        _clock = new SessionClock(socket, with, _timer);
        _to = new SessionOut(socket, with, _clock, Context);
        _rooms = new SessionRooms(socket, with, _to, Context);
        _signIn = new SessionSignIn(socket, with, _to, _clock, _rooms, _timer, Context);
        _reading = new SessionReading(with, _to, Context);
        _open = new OpenRequests(with.Clock, with.Server.Limits.RequestTimeout, Context);
        _budget = new RequestBudget(with.Options, with.Clock.GetTimestamp());
        open.Opened.SetResult(Self);
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _with.Metrics.Opened();
        _clock.Start();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _with.Metrics.Ended();
        _timer.Stop();
        _open.Stop();
        _socket.Writer.Abort();
        _socket.Credits.Release(SessionOptions.MaxOpenRequests); // lets a waiting reader go on, and see that it is over
    }

    private void OnFrame(RequestOutcome outcome)
    {
        OnHeard();
        if (_to.IsClosing)
        {
            _to.Release(); // the reader goes on to the client's own close; nothing before it counts
        }
        else if (!_budget.TryTake(_with.Options, _with.Clock, _with.Clock.GetTimestamp(), out var retryAfter))
        {
            _to.AnswerTooMany(outcome, retryAfter);
        }
        else if (outcome.Request is { } request)
        {
            OnRequest(request);
        }
        else
        {
            _to.Answer(Answers.Error(outcome.Id, outcome.Code, outcome.Detail));
            if (outcome.Code == ErrorCode.BadFrame && _clock.IsOneBadFrameTooMany())
            {
                _to.Close(CloseCode.BadFrames);
            }
        }
    }

    private void OnRequest(Request request)
    {
        switch (request)
        {
            case Request.Ping ping:
                _to.Answer(Answers.Pong(ping.Id, ping.T));
                break;
            case Request.Pong:
                _to.Release();
                break;
            case Request.Connect connect:
                _signIn.Connect(connect);
                break;
            case var _ when !_signIn.IsDone:
                _to.Answer(Answers.Error(request.Id, ErrorCode.Unauthorized, "The first frame must be connect."));
                break;
            case Request.RenewToken renew:
                _signIn.Renew(renew);
                break;
            case Request.SetBackground or Request.Typing or Request.Presence:
                OnEphemeral(request);
                break;
            case var _ when SessionReads.CanAnswer(request):
                _reading.Ask(request, _signIn.User);
                break;
            default:
                _forRooms.Enqueue(request);
                AskNext();
                break;
        }
    }

    // One after the other: what follows may be for the room that is made of what is being looked up.
    private void AskNext()
    {
        while (!_isLookingUp && _forRooms.TryDequeue(out var request))
        {
            if (RequestPreparation.Needs(request))
            {
                _isLookingUp = true;
                _reading.Prepare(request, _signIn.User);
            }
            else
            {
                AskRoom(request, []);
            }
        }
    }

    private void OnPrepared(SessionReading.Prepared prepared)
    {
        _isLookingUp = false;
        if (prepared.Fault is { } fault)
        {
            _to.Answer(Answers.Error(prepared.Request.Id, fault));
        }
        else
        {
            AskRoom(prepared.Request, prepared.Messages);
        }

        AskNext();
    }

    private void AskRoom(Request request, ImmutableArray<ForwardedMessage> messages)
    {
        if (RoomRequests.ToCommand(request, _signIn.User, messages, _open) is { } command)
        {
            _with.Rooms.Tell(command);
        }
        else
        {
            _to.Answer(Answers.Error(request.Id, ErrorCode.Forbidden));
        }
    }

    private void OnReply(RoomReply reply)
    {
        if (!_open.TryClose(reply.Ref, out var request))
        {
            return; // too late: the client was told that nobody knows
        }

        switch (reply)
        {
            case RoomReply.Done when request.Form == AnswerForm.Room:
                _reading.Ask(new Request.RoomGet(request.Id, request.Room), _signIn.User);
                break;
            case RoomReply.Done when request.Form == AnswerForm.Ok:
                _to.Answer(Answers.Ok(request.Id));
                break;
            case RoomReply.Done done:
                _to.AnswerSoon(Answers.Ack(request.Id, request.Room, done.Seq, done.Id, done.Time, done.Duplicate));
                break;
            case RoomReply.Marked marked:
                _to.Answer(Answers.Read(request.Id, marked.Seq));
                break;
            case RoomReply.Refused refused:
                var wait = refused.RetryAfter is { } after ? (int)after.TotalMilliseconds : (int?)null;
                _to.Answer(Answers.Error(request.Id, refused.Code, retryAfterMs: wait));
                break;
        }
    }

    private void OnCalm()
    {
        _to.OnCalm();
        _rooms.OnCalm();
        _reading.Next();
        _to.WatchPace();
    }

    private void OnTick()
    {
        if (_timer.Take(SessionTimer.Wait.Slot))
        {
            _signIn.OnTick();
        }

        if (_timer.Take(SessionTimer.Wait.Clock))
        {
            _to.OnTick();
        }

        _timer.OnTick();
    }

    private void OnSweep()
    {
        foreach (var late in _open.Expire())
        {
            _to.Answer(Answers.Error(late.Id, ErrorCode.Unavailable));
        }
    }
}
