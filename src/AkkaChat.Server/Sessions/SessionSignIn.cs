using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>Who a session is: from <c>connect</c> over the token and the user's device slot to the list of conversations.</summary>
internal sealed class SessionSignIn(
    SessionSocket socket,
    SessionDependencies with,
    SessionOut to,
    SessionClock clock,
    SessionRooms rooms,
    SessionTimer timer,
    IActorContext context)
{
    /// <summary>Rooms entered while the rooms are listed; more are found by the next comparison.</summary>
    private const int MaxEarly = 64;

    private readonly IActorRef _self = context.Self;
    private readonly SessionSlot _slot = new(with, timer, context);
    private readonly SessionMemberships _memberships = new(with, rooms, context);
    private readonly List<UserPush> _early = [];
    private Request.Connect? _connect;
    private DateTimeOffset _tokenExpiresAt;
    private bool _isListing;
    private bool _isHidden;
    private bool _isSilent;

    /// <summary>True once <c>connect</c> was answered.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Who it is, once <see cref="IsDone"/>.</summary>
    public UserId User { get; private set; }

    /// <summary>The first request of a connection.</summary>
    public void Connect(Request.Connect connect)
    {
        if (_connect is not null || IsDone)
        {
            to.Answer(Answers.Error(connect.Id, ErrorCode.BadFrame, "The connection is signed in already."));
            return;
        }

        _connect = connect;
        socket.Writer.Batch = connect.Batch;
        var upgradeToken = socket.TakeUpgradeToken();
        Check(connect, connect.Token ?? upgradeToken ?? "");
    }

    /// <summary>A newer token.</summary>
    public void Renew(Request.RenewToken renew) => Check(renew, renew.Token);

    /// <summary>The app was hidden, or shown.</summary>
    public void Hide(Request.SetBackground background)
    {
        _isHidden = background.On;
        _slot.Hide(_isHidden || _isSilent);
        to.Answer(Answers.Ok(background.Id));
    }

    /// <summary>The client does not answer, or does again: an app that is frozen is as good as hidden.</summary>
    public void OnSilence(bool isSilent)
    {
        if (isSilent != _isSilent)
        {
            _isSilent = isSilent;
            _slot.Hide(_isHidden || _isSilent);
        }
    }

    /// <summary>Takes what concerns who the session is; false if it does not.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case UserPush push:
                OnPush(push);
                return true;
            case Checked found:
                OnChecked(found);
                return true;
            case Listed listed:
                OnListed(listed);
                return true;
            case SessionMemberships.Compared found:
                _memberships.OnCompared(found);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A node leaves or is gone: the user's actor may have been there.</summary>
    public void OnNodeLost(Address node) => _slot.OnNodeLost(node);

    // The token was checked.
    private void OnChecked(Checked found)
    {
        switch (found)
        {
            case { Check: TokenCheck.Valid valid, Request: Request.Connect }:
                User = valid.User;
                _tokenExpiresAt = valid.ExpiresAt;
                _isHidden = _connect!.Background;
                _slot.Claim(User, _connect.Platform, _connect.Device, _isHidden);
                break;
            case { Check: TokenCheck.Valid valid } when valid.User == User:
                clock.SignedIn(_tokenExpiresAt = valid.ExpiresAt);
                to.Answer(Answers.TokenRenewed(found.Request.Id, _tokenExpiresAt.ToUnixTimeMilliseconds()));
                break;
            default:
                Refuse(found.Request, found.Check is TokenCheck.Expired ? ErrorCode.TokenExpired : ErrorCode.Unauthorized);
                break;
        }
    }

    // Something came from the user's actor.
    private void OnPush(UserPush push)
    {
        switch (push)
        {
            case UserPush.Registered registered when !to.IsClosing:
                _slot.OnRegistered(registered);
                List();
                break;
            case UserPush.OwnerStopped:
                _slot.OnOwnerStopped(context.Sender);
                break;
            case UserPush.Displaced displaced:
                _slot.Stop();
                to.OnDisplaced(displaced);
                break;
            case UserPush.RoomEntered or UserPush.RoomLeft when IsDone:
                OnMembership(push);
                break;
            case UserPush.RoomEntered or UserPush.RoomLeft when _early.Count < MaxEarly:
                _early.Add(push);
                break;
            case UserPush.Tell tell:
                to.PushIfRoom(tell.Frame);
                break;
        }
    }

    private void OnMembership(UserPush push)
    {
        if (push is UserPush.RoomEntered entered)
        {
            rooms.OnEntered(entered);
        }
        else if (push is UserPush.RoomLeft left)
        {
            rooms.OnLeft(left.Room);
        }
    }

    /// <summary>The slot may have to be asked for again.</summary>
    public void OnTick()
    {
        if (!to.IsClosing && !_slot.OnTick() && _connect is { } connect)
        {
            GiveUp(connect);
        }
    }

    // The conversations were read.
    private void OnListed(Listed listed)
    {
        var connect = _connect!;
        _isListing = false;
        if (listed.Page is null)
        {
            GiveUp(connect);
            return;
        }

        if (listed.User is null)
        {
            Refuse(connect, ErrorCode.Unauthorized); // a sound token of somebody who is not known here
            return;
        }

        IsDone = true;
        clock.SignedIn(_tokenExpiresAt);
        to.Answer(Answers.Connected(connect.Id, new ConnectedInfo
        {
            Session = $"s-{_self.Path.Uid:x}",
            User = listed.User,
            ServerTime = with.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Heartbeat = with.Server.Limits.HeartbeatInterval,
            TokenExpiresAt = _tokenExpiresAt.ToUnixTimeMilliseconds(),
            RecallWindow = with.RoomOptions.RecallWindow,
            Rooms = listed.Page.Rooms,
            More = listed.Page.Cursor is not null,
        }));
        rooms.Start(User, listed.Page, connect.Cursors);
        _memberships.Start(User, listed.Mark);
        _early.ForEach(OnMembership);
        _early.Clear();
        _connect = null; // it was large
    }

    // When the slot is had for the first time; later it is had again, and something may have been missed in between.
    private void List()
    {
        if (IsDone)
        {
            _memberships.Compare();
        }
        else if (_connect is not null && !_isListing)
        {
            _isListing = true;
            _ = SessionReads.SignInAsync(User, with).PipeTo(
                _self,
                success: found => new Listed(found.User, found.Mark, found.Page),
                failure: _ => new Listed(null, 0, null));
        }
    }

    // The client may try again on this connection.
    private void GiveUp(Request.Connect connect)
    {
        _slot.Stop();
        _early.Clear();
        _connect = null;
        to.Answer(Answers.Error(connect.Id, ErrorCode.Unavailable));
    }

    private void Check(Request request, string token) => _ = with.Tokens.CheckAsync(token).PipeTo(
        _self,
        success: check => new Checked(request, check),
        failure: _ => new Checked(request, TokenCheck.Invalid.Instance));

    private void Refuse(Request request, ErrorCode code)
    {
        to.Answer(Answers.Error(request.Id, code));
        if (!IsDone)
        {
            to.Close(CloseCode.Unauthorized, code.Name());
        }
    }

    /// <summary>What a request's token is worth.</summary>
    internal sealed record Checked(Request Request, TokenCheck Check) : INoSerializationVerificationNeeded;

    /// <summary>Who it is and what conversations they have; no page if that could not be read.</summary>
    internal sealed record Listed(UserView? User, long Mark, ConversationPage? Page) : INoSerializationVerificationNeeded;
}
