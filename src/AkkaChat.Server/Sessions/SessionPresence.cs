using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Presence;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Whom a session watches: hands its requests to the node's presence one after the other, in their order, and passes on what
/// comes while there is room. Made when it is first needed. Bounded by the session's credits.
/// </summary>
internal sealed class SessionPresence(
    SessionSocket socket, SessionDependencies with, SessionOut to, UserId user, IActorContext context)
{
    private readonly IActorRef _self = context.Self;
    private readonly Queue<Request.Presence> _requests = new();
    private Request.Presence? _asked;
    private WatchCommand.Watch? _last;

    /// <summary>Answers <paramref name="request"/> when its turn comes.</summary>
    public void Ask(Request.Presence request)
    {
        _requests.Enqueue(request);
        Next();
    }

    /// <summary>Something came from the node's presence.</summary>
    public void OnPush(WatchPush push)
    {
        switch (push)
        {
            case WatchPush.Answered answered when _asked is not null:
                _asked = null;
                to.Answer(answered.Frame);
                Next();
                break;
            case WatchPush.News news:
                OnNews(news);
                break;
            case WatchPush.Lost:
                OnLost();
                break;
        }
    }

    private void OnNews(WatchPush.News news)
    {
        var missed = false;
        foreach (var frame in news.Frames)
        {
            missed |= !to.PushIfRoom(frame);
        }

        if (missed)
        {
            with.Presence.Tell(WatchCommand.Missed.Instance, _self);
        }

        to.WatchPace();
    }

    private void OnLost()
    {
        if (_asked is { } open)
        {
            _asked = null;
            to.Answer(Answers.Error(open.Id, ErrorCode.Unavailable));
        }

        with.Presence.Tell(_last! with { Id = default }, _self);
        Next();
    }

    private void Next()
    {
        if (_asked is null && _requests.TryDequeue(out _asked))
        {
            _last = new WatchCommand.Watch(_asked.Id, user, _asked.Users, socket.Writer);
            with.Presence.Tell(_last, _self);
        }
    }
}
