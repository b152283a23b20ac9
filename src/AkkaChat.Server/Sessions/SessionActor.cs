using Akka.Actor;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// One connection: knows who it is, passes requests to rooms in the order they came, and events to the socket. If it stops,
/// the socket closes, and the client comes back and resumes by its cursors.
/// </summary>
internal sealed partial class SessionActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SessionSocket _socket;
    private readonly SessionDependencies _with;
    private readonly SessionRooms _rooms;
    private readonly SessionClock _clock;
    private readonly OpenRequests _open;
    private readonly Queue<Request> _reads = new(0);
    private RequestBudget _budget;
    private Request.Connect? _connect;
    private UserId _user;
    private DateTimeOffset _tokenExpiresAt;
    private bool _isConnected;
    private bool _isReading;
    private ICancelable? _sweep;
    private int _heldCredits;

    /// <summary>A connection that has not said who it is.</summary>
    public SessionActor(SessionSocket socket, SessionDependencies with)
    {
        _socket = socket;
        _with = with;
        _rooms = new SessionRooms(socket, with, Context);
        _clock = new SessionClock(socket, with, Context);
        _open = new OpenRequests(with.Clock, with.Server.Limits.RequestTimeout);
        _budget = new RequestBudget(with.Options, with.Clock.GetTimestamp());
        Receive<DeliveryPush>(OnDelivery);
        Receive<SessionInput.Frame>(frame => OnFrame(frame.Outcome));
        Receive<RoomReply>(OnReply);
        Receive<UserPush>(OnUser);
        Receive<Checked>(OnChecked);
        Receive<Listed>(OnListed);
        Receive<PeopleFound>(OnPeopleFound);
        Receive<Answered>(OnAnswered);
        Receive<SessionRooms.Found>(_rooms.OnFound);
        Receive<SessionRooms.ReadBack>(OnReadBack);
        Receive<SessionInput.Calm>(_ => OnCalm());
        Receive<SessionClock.Tick>(_ => OnTick());
        Receive<Sweep>(_ => OnSweep());
        Receive<SessionInput.Violation>(violation => Close(violation.Code));
        Receive<SessionInput.Leave>(_ => Close(CloseCode.ShuttingDown));
        Receive<SessionInput.Closed>(_ => Context.Stop(Self));
        Receive<Terminated>(_ => Register());
    }

    /// <inheritdoc/>
    protected override void PreStart() => _clock.Start();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _clock.Stop();
        _sweep?.Cancel();
        _socket.Writer.Abort();
        _socket.Credits.Release(SessionOptions.MaxOpenRequests); // lets a waiting reader go on, and see that it is over
    }

    private void OnFrame(RequestOutcome outcome)
    {
        if (outcome.Request is not { } request)
        {
            Answer(Answers.Error(outcome.Id, outcome.Code, outcome.Detail));
            if (outcome.Code == ErrorCode.BadFrame && _clock.IsOneBadFrameTooMany())
            {
                Close(CloseCode.BadFrames);
            }
        }
        else if (_budget.TryTake(_with.Options, _with.Clock, _with.Clock.GetTimestamp(), out var retryAfter))
        {
            OnRequest(request);
        }
        else
        {
            var wait = (int)Math.Ceiling(retryAfter.TotalMilliseconds);
            Answer(Answers.Error(request.Id, ErrorCode.RateLimited, retryAfterMs: wait));
        }
    }

    private void OnRequest(Request request)
    {
        switch (request)
        {
            case Request.Ping ping:
                Answer(Answers.Pong(ping.Id, ping.T));
                break;
            case Request.Pong:
                Release();
                break;
            case Request.Connect connect:
                Connect(connect);
                break;
            case var _ when !_isConnected:
                Answer(Answers.Error(request.Id, ErrorCode.Unauthorized, "The first frame must be connect."));
                break;
            case Request.RenewToken renew:
                CheckToken(renew, renew.Token);
                break;
            case Request.SetBackground background:
                Answer(Answers.Ok(background.Id));
                break;
            case var _ when SessionReads.CanAnswer(request):
                _reads.Enqueue(request);
                Read();
                break;
            case var _ when RoomRequests.PeopleOf(request) is { Count: > 0 } people:
                _ = SessionReads.AllExistAsync(people, _with.Store).PipeTo(
                    Self, success: exist => new PeopleFound(request, exist), failure: _ => new PeopleFound(request, null));
                break;
            default:
                AskRoom(request);
                break;
        }
    }

    private void Connect(Request.Connect connect)
    {
        if (_connect is not null)
        {
            Answer(Answers.Error(connect.Id, ErrorCode.BadFrame, "The connection is signed in already."));
            return;
        }

        _connect = connect;
        _socket.Writer.Batch = connect.Batch;
        CheckToken(connect, connect.Token ?? _socket.UpgradeToken ?? "");
    }

    private void CheckToken(Request request, string token) => _ = _with.Tokens.CheckAsync(token).PipeTo(
        Self,
        success: check => new Checked(request, check),
        failure: _ => new Checked(request, TokenCheck.Invalid.Instance));

    private void OnChecked(Checked found)
    {
        switch (found)
        {
            case { Check: TokenCheck.Valid valid, Request: Request.Connect }:
                _user = valid.User;
                _tokenExpiresAt = valid.ExpiresAt;
                Register();
                break;
            case { Check: TokenCheck.Valid valid } when valid.User == _user:
                _clock.SignedIn(_tokenExpiresAt = valid.ExpiresAt);
                Answer(Answers.TokenRenewed(found.Request.Id, _tokenExpiresAt.ToUnixTimeMilliseconds()));
                break;
            default:
                var code = found.Check is TokenCheck.Expired ? ErrorCode.TokenExpired : ErrorCode.Unauthorized;
                Answer(Answers.Error(found.Request.Id, code));
                if (!_isConnected)
                {
                    Close(CloseCode.Unauthorized, code.Name());
                }

                break;
        }
    }

    private void Register() =>
        _with.Users.Tell(new UserCommand.Register(_user, _connect!.Platform, _connect.Device));

    private void OnUser(UserPush push)
    {
        switch (push)
        {
            case UserPush.Registered registered:
                Context.Watch(registered.Owner);
                if (!_isConnected)
                {
                    _ = SessionReads.SignInAsync(_user, _with).PipeTo(
                        Self, success: found => new Listed(found.User, found.Page), failure: _ => new Listed(null, null));
                }

                break;
            case UserPush.Displaced { SameDevice: true }:
                _socket.Writer.Close((int)CloseCode.TakenOver, CloseCode.TakenOver.Reason());
                break;
            case UserPush.Displaced:
                Close(CloseCode.Replaced);
                break;
            case UserPush.RoomEntered entered when _isConnected:
                _rooms.OnEntered(entered);
                break;
            case UserPush.Tell tell:
                _rooms.WriteIfRoom(tell.Frame);
                break;
        }
    }

    private void OnListed(Listed listed)
    {
        var connect = _connect!;
        if (listed.Page is null)
        {
            _connect = null; // the client may try again on this connection
            Answer(Answers.Error(connect.Id, ErrorCode.Unavailable));
            return;
        }

        if (listed.User is null)
        {
            Answer(Answers.Error(connect.Id, ErrorCode.Unauthorized));
            Close(CloseCode.Unauthorized);
            return;
        }

        _isConnected = true;
        _clock.SignedIn(_tokenExpiresAt);
        Answer(Answers.Connected(connect.Id, new ConnectedInfo
        {
            Session = $"s-{Self.Path.Uid:x}",
            User = listed.User,
            ServerTime = _with.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Heartbeat = _with.Server.Limits.HeartbeatInterval,
            TokenExpiresAt = _tokenExpiresAt.ToUnixTimeMilliseconds(),
            RecallWindow = _with.RoomOptions.RecallWindow,
            Rooms = listed.Page.Rooms,
            More = listed.Page.Cursor is not null,
        }));
        _rooms.Start(_user, listed.Page, connect.Cursors);
        _connect = connect with { Token = null, Cursors = connect.Cursors.Clear() }; // what registering again needs
    }

    private void OnPeopleFound(PeopleFound found)
    {
        if (found.Exist == true)
        {
            AskRoom(found.Request);
        }
        else
        {
            var code = found.Exist is null ? ErrorCode.Unavailable : ErrorCode.NotFound;
            Answer(Answers.Error(found.Request.Id, code));
        }
    }

    private void AskRoom(Request request)
    {
        if (RoomRequests.ToCommand(request, _user, _open) is not { } command)
        {
            Answer(Answers.Error(request.Id, ErrorCode.Forbidden));
            return;
        }

        _with.Rooms.Tell(command);
        if (_sweep is null)
        {
            SweepLater();
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
            case RoomReply.Done when request.AnswerWithRoom:
                _reads.Enqueue(new Request.RoomGet(request.Id, request.Room));
                Read();
                break;
            case RoomReply.Done done:
                Answer(Answers.Ack(request.Id, request.Room, done.Seq, done.Id, done.Time, done.Duplicate));
                break;
            case RoomReply.Marked marked:
                Answer(Answers.Read(request.Id, marked.Seq));
                break;
            case RoomReply.Refused refused:
                var wait = refused.RetryAfter is { } after ? (int)after.TotalMilliseconds : (int?)null;
                Answer(Answers.Error(request.Id, refused.Code, retryAfterMs: wait));
                break;
        }
    }

    // One read at a time, and none while the client is slow: a page must never wait on top of another.
    private void Read()
    {
        if (_isReading || !_socket.Writer.IsCalm || !_reads.TryDequeue(out var request))
        {
            return;
        }

        _isReading = true;
        _ = SessionReads.AnswerAsync(request, _user, _with, CancellationToken.None).PipeTo(
            Self,
            success: frame => new Answered(frame),
            failure: cause => new Answered(Answers.Error(request.Id, Blame(request, cause))));
    }

    private void OnAnswered(Answered answered)
    {
        _isReading = false;
        Answer(answered.Frame);
        Read();
    }

    private ErrorCode Blame(Request request, Exception cause)
    {
        if (cause is StoreUnavailableException)
        {
            return ErrorCode.Unavailable;
        }

        LogFault(cause, request.GetType().Name);
        return ErrorCode.Internal;
    }

    private void OnDelivery(DeliveryPush push)
    {
        _rooms.OnDelivery(push);
        WatchPace();
    }

    private void OnReadBack(SessionRooms.ReadBack read)
    {
        if (!_rooms.OnRead(read))
        {
            Close(CloseCode.Resync); // the client comes back with its cursors
        }

        WatchPace();
    }

    private void Answer(byte[] frame)
    {
        _socket.Writer.Write(frame);
        Release();
        WatchPace();
    }

    // A client that does not read its answers gets no further requests read.
    private void Release()
    {
        if (_socket.Writer.HasRoom)
        {
            _socket.Credits.Release();
        }
        else
        {
            _heldCredits++;
        }
    }

    private void WatchPace()
    {
        if (!_socket.Writer.IsCalm)
        {
            var self = Self;
            _clock.Slow(!_socket.Writer.HasRoom);
            _socket.Writer.WhenCalm(() => self.Tell(SessionInput.Calm.Instance));
        }
    }

    private void OnCalm()
    {
        _clock.Slow(false);
        _rooms.OnCalm();
        if (_heldCredits > 0)
        {
            _socket.Credits.Release(_heldCredits);
            _heldCredits = 0;
        }

        Read();
        WatchPace();
    }

    private void OnTick()
    {
        switch (_clock.OnTick())
        {
            case SessionClock.Due.Ping:
                _rooms.WriteIfRoom(Pushes.Ping());
                break;
            case SessionClock.Due.NoConnect:
                Close(CloseCode.NoConnect);
                break;
            case SessionClock.Due.NoHeartbeat:
                Close(CloseCode.NoHeartbeat);
                break;
            case SessionClock.Due.TokenExpired:
                Close(CloseCode.Unauthorized, ErrorCode.TokenExpired.Name());
                break;
            case SessionClock.Due.Slow:
                Close(CloseCode.SlowConsumer);
                break;
        }
    }

    private void OnSweep()
    {
        foreach (var late in _open.Expire())
        {
            Answer(Answers.Error(late.Id, ErrorCode.Unavailable));
        }

        _sweep = null;
        if (_open.Any)
        {
            SweepLater();
        }
    }

    private void SweepLater() => _sweep = Context.System.Scheduler.ScheduleTellOnceCancelable(
        _with.Server.Limits.RequestTimeout / 8, Self, Sweep.Instance, ActorRefs.NoSender);

    private void Close(CloseCode code, string? reason = null)
    {
        var spread = code == CloseCode.ShuttingDown ? _with.Server.Shutdown.ReconnectSpread : TimeSpan.Zero;
        _socket.Writer.Write(Pushes.Bye(code, Random.Shared.NextDouble() * spread, reason));
        _socket.Writer.Close((int)code, reason ?? code.Reason());
    }

    private sealed record Checked(Request Request, TokenCheck Check) : INoSerializationVerificationNeeded;

    private sealed record Listed(UserView? User, ConversationPage? Page) : INoSerializationVerificationNeeded;

    private sealed record PeopleFound(Request Request, bool? Exist) : INoSerializationVerificationNeeded;

    private sealed record Answered(byte[] Frame) : INoSerializationVerificationNeeded;

    private sealed class Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
