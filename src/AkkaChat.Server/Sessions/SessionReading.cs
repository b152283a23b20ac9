using Akka.Actor;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Has the store answer a session's questions, one at a time and none while the client is slow: a page must never wait on
/// top of another. Bounded by the session's credits.
/// </summary>
internal sealed class SessionReading(SessionDependencies with, SessionOut to, IActorContext context)
{
    private readonly IActorRef _self = context.Self;
    private readonly ActorSystem _system = context.System;
    private SparseQueue<(Request Request, UserId User)> _waiting;
    private bool _isReading;

    /// <summary>Answers <paramref name="request"/> when its turn comes.</summary>
    public void Ask(Request request, UserId user)
    {
        _waiting.Enqueue((request, user));
        Next();
    }

    /// <summary>Asks whether all whom <paramref name="request"/> names exist; answered with <see cref="PeopleFound"/>.</summary>
    public void AskForPeople(Request request) => _ = SessionReads.AllExistAsync(RoomRequests.PeopleOf(request), with.Store)
        .PipeTo(
            _self,
            success: exist => new PeopleFound(request, exist ? null : ErrorCode.NotFound),
            failure: _ => new PeopleFound(request, ErrorCode.Unavailable));

    /// <summary>Goes on, if nothing is being read and the client keeps up.</summary>
    public void Next()
    {
        if (_isReading || !to.IsCalm || !_waiting.TryDequeue(out var next))
        {
            return;
        }

        _isReading = true;
        _ = SessionReads.AnswerAsync(next.Request, next.User, with, CancellationToken.None).PipeTo(
            _self,
            success: frame => new Answered(frame),
            failure: cause => new Answered(Answers.Error(next.Request.Id, Blame(next.Request, cause))));
    }

    /// <summary>The store has answered.</summary>
    public void OnAnswered(Answered answered)
    {
        _isReading = false;
        to.Answer(answered.Frame);
        Next();
    }

    private ErrorCode Blame(Request request, Exception cause)
    {
        if (cause is StoreUnavailableException)
        {
            return ErrorCode.Unavailable;
        }

        Logging.GetLogger(_system, nameof(SessionReading)).Error(cause, "2001 a {0} request failed", request.GetType().Name);
        return ErrorCode.Internal;
    }

    /// <summary>Whether the people of a request exist: no fault if all do.</summary>
    internal sealed record PeopleFound(Request Request, ErrorCode? Fault) : INoSerializationVerificationNeeded;

    /// <summary>An answer from the store.</summary>
    internal sealed record Answered(byte[] Frame) : INoSerializationVerificationNeeded;
}
