using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
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

    /// <summary>Looks up what <paramref name="request"/> needs; answered with <see cref="Prepared"/>.</summary>
    public void Prepare(Request request, UserId user) => _ = RequestPreparation.RunAsync(request, user, with.Store).PipeTo(
        _self,
        success: found => new Prepared(request, found.Fault, found.Messages),
        failure: _ => new Prepared(request, ErrorCode.Unavailable, []));

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

    /// <summary>What a request needed: why it can't be done, or the messages that it forwards.</summary>
    internal sealed record Prepared(Request Request, ErrorCode? Fault, ImmutableArray<ForwardedMessage> Messages)
        : INoSerializationVerificationNeeded;

    /// <summary>An answer from the store.</summary>
    internal sealed record Answered(byte[] Frame) : INoSerializationVerificationNeeded;
}
