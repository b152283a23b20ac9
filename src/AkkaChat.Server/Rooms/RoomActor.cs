using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// One room: puts commands in order, appends what the rules accept, answers and broadcasts after the commit. It may be
/// stopped at any time: whoever waits hears nothing and asks again, the next message wakes it on some node, and the store's
/// conditional append keeps two of them from both writing.
/// </summary>
internal sealed partial class RoomActor : ReceiveActor
{
    private readonly RoomId _room;
    private readonly RoomDependencies _with;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RoomRuns _runs = new();
    private readonly RoomWaiting _waiting = new();
    private readonly RoomAudience _audience;
    private readonly ReadMarks _marks;
    private readonly List<PendingCommand> _again = [];
    private RoomState _state;
    private Phase _phase = Phase.Cold;
    private int _conflicts;
    private int _lookUps;

    /// <summary>A room that has not been loaded; the first command loads it.</summary>
    public RoomActor(RoomId room, RoomDependencies with)
    {
        _room = room;
        _with = with;
        _state = new RoomState(room, with.Options);
        _audience = new RoomAudience(room, with, Context);
        _marks = new ReadMarks(room, with, _audience, Context);
        Receive<RoomCommand>(OnCommand);
        Receive<StoreResult>(result => result.Write is StoreWrite.Append, OnAppended);
        Receive<StoreResult>(result => _marks.OnMarked(result, _state.MemberCount));
        Receive<Loaded>(OnLoaded);
        Receive<LookedUp>(OnLookedUp);
        Receive<InterestCommand>(interest => _audience.OnInterest(interest, Sender));
        Receive<InterestTimeout>(_ => _audience.StopWaiting());
        Receive<ReadPushTick>(_ => _marks.OnTick(_state.MemberCount));
        Receive<Terminated>(stopped => _audience.Remove(stopped.ActorRef));
        Receive<ReceiveTimeout>(_ => OnIdle());
    }

    private enum Phase
    {
        /// <summary>Knows nothing.</summary>
        Cold,

        /// <summary>Reads its state from the store.</summary>
        Loading,

        /// <summary>Decides.</summary>
        Serving,

        /// <summary>Reads an old message from the store, for a recall or an edit.</summary>
        LookingUp,

        /// <summary>A run failed: waits for what else is on its way, then loads again.</summary>
        Failing,
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.SetReceiveTimeout(_with.Options.IdleTimeout);

    /// <inheritdoc/>
    protected override void PostStop() => _waiting.RefuseAll();

    private void OnCommand(RoomCommand command)
    {
        if (_phase == Phase.Serving)
        {
            Decide(command, Sender);
            Launch();
        }
        else if (!_waiting.TryAdd(command, Sender))
        {
            Refuse(command, Sender, ErrorCode.RateLimited);
        }
        else if (_phase == Phase.Cold)
        {
            Load();
        }
    }

    private void Decide(RoomCommand command, IActorRef replyTo)
    {
        if (command is RoomCommand.MarkRead mark)
        {
            _marks.Mark(mark, _state, replyTo);
            return;
        }

        if (_runs.IsFull)
        {
            Refuse(command, replyTo, ErrorCode.RateLimited);
            return;
        }

        switch (_state.Decide(command, _with.Clock.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            case Decision.Accepted accepted:
                Accept(command, replyTo, accepted.Events);
                break;
            case Decision.Repeated first:
                var done = new RoomReply.Done(command.Ref, first.Seq, first.Id, first.Time, Duplicate: true);
                if (!_runs.TryFollow(new PendingCommand(command, replyTo, done)))
                {
                    replyTo.Tell(done);
                }

                break;
            case Decision.Refused refused:
                replyTo.Tell(new RoomReply.Refused(command.Ref, refused.Code, RetryAfter: null));
                break;
            case Decision.NeedsMessage needs:
                LookUp(command, replyTo, needs.Seq);
                break;
        }
    }

    private void Accept(RoomCommand command, IActorRef replyTo, ImmutableArray<RoomEvent> events)
    {
        var encoded = new EncodedEvent[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            encoded[i] = new EncodedEvent(events[i], EventCodec.EncodeBody(events[i]));
            _state.Apply(encoded[i]);
        }

        var id = (events[0] as RoomEvent.MessagePosted)?.Id;
        var done = new RoomReply.Done(command.Ref, events[0].Seq, id, events[0].Time, Duplicate: false);
        _runs.Add(new PendingCommand(command, replyTo, done), encoded);
    }

    private void Launch()
    {
        while (_phase == Phase.Serving && _runs.Launch(_room) is { } write)
        {
            if (!_with.Writes.TryWrite(write, Self))
            {
                OnNotCommitted(_runs.TakeBack(), outcome: null); // the lane is full; runs before this one are still to come
                Fail();
            }
        }
    }

    private void OnAppended(StoreResult result)
    {
        var run = _runs.Land(result.Write);
        if (result is StoreResult.Decided { Outcome: StoreOutcome.Committed })
        {
            OnCommitted(run);
        }
        else
        {
            OnNotCommitted(run, (result as StoreResult.Decided)?.Outcome);
            _phase = Phase.Failing;
        }

        if (_phase == Phase.Failing)
        {
            Fail();
        }

        Launch();
    }

    // Once everything is back that was on its way, what was not written is decided anew.
    private void Fail()
    {
        _phase = Phase.Failing;
        if (_runs.IsIdle)
        {
            _again.AddRange(_runs.TakeUnlaunched());
            Reload();
        }
    }

    private void OnCommitted(RoomRun run)
    {
        _conflicts = 0;
        foreach (var pending in run.Commands)
        {
            pending.ReplyTo.Tell(pending.Reply);
        }

        _audience.Broadcast(run.Write!.Events);
        foreach (var stored in run.Write.Events)
        {
            if (stored.Event is RoomEvent.MemberChanged { IsIn: true } entered)
            {
                _with.Users.Tell(new UserCommand.RoomEntered(entered.User, _room, entered.Seq));
            }
        }
    }

    // What surely was not written is decided anew after loading; of the rest nobody knows, so its senders ask again.
    private void OnNotCommitted(RoomRun run, StoreOutcome? outcome)
    {
        switch (outcome)
        {
            case StoreOutcome.KnownKeys known:
                AnswerKnown(run, known.Keys);
                break;
            case StoreOutcome.Conflict conflict:
                if (_phase != Phase.Failing) // a run behind one that failed conflicts by itself
                {
                    _conflicts++;
                    LogConflict(_room.Value, run.Write!.Events[0].Event.Seq, conflict.LastSeq);
                }

                _again.AddRange(run.Commands);
                break;
            default:
                LogWriteFailed(_room.Value, run.Commands.Count);
                foreach (var pending in run.Commands)
                {
                    Refuse(pending.Command, pending.ReplyTo, ErrorCode.Unavailable);
                }

                break;
        }
    }

    // Messages that were in the log long before are answered; the others of their run are decided anew.
    private void AnswerKnown(RoomRun run, ImmutableArray<KnownKey> keys)
    {
        var known = keys.ToDictionary(key => (key.Sender, key.Key), key => key.Facts);
        var hashes = run.Write!.Events
            .Where(stored => stored.Event is RoomEvent.MessagePosted)
            .ToDictionary(stored => ((RoomEvent.MessagePosted)stored.Event).Id, stored => ContentHash.Of(stored.Body.Span));
        foreach (var pending in run.Commands)
        {
            if (pending.Command is RoomCommand.Post post
                && known.TryGetValue((post.By, post.Key), out var first)
                && hashes.TryGetValue(post.Id, out var hash))
            {
                pending.ReplyTo.Tell(hash == first.PostHash
                    ? new RoomReply.Done(post.Ref, first.Seq, first.Id, first.Time, Duplicate: true)
                    : RoomWaiting.Refusal(post, ErrorCode.Conflict));
            }
            else
            {
                _again.Add(pending);
            }
        }
    }

    private void Reload()
    {
        if (_conflicts < RoomOptions.MaxConflicts)
        {
            Load();
            return;
        }

        LogSuperseded(_room.Value);
        GiveUp();
        Context.Stop(Self);
    }

    private void Load()
    {
        _phase = Phase.Loading;
        _audience.AskOnce();
        _ = _with.Reads.LoadRoomAsync(_room, CancellationToken.None)
            .PipeTo(Self, success: snapshot => new Loaded(snapshot, null), failure: cause => new Loaded(null, cause));
    }

    private void OnLoaded(Loaded loaded)
    {
        if (loaded.Failure is { } cause)
        {
            LogLoadFailed(cause, _room.Value);
            GiveUp();
            _phase = Phase.Cold;
            return;
        }

        _state = loaded.Snapshot is { } snapshot
            ? new RoomState(snapshot, _with.Options)
            : new RoomState(_room, _with.Options);
        _audience.MovedTo(_state.LastSeq);
        _phase = Phase.Serving;
        _waiting.PutBack(_again);
        _again.Clear();
        Continue();
    }

    private void LookUp(RoomCommand command, IActorRef replyTo, long seq)
    {
        _phase = Phase.LookingUp;
        var number = ++_lookUps;
        _ = _with.Store.FindMessageAsync(_room, seq, CancellationToken.None).PipeTo(
            Self,
            success: facts => new LookedUp(number, command, replyTo, facts, Failed: false),
            failure: _ => new LookedUp(number, command, replyTo, null, Failed: true));
    }

    private void OnLookedUp(LookedUp found)
    {
        if (_phase != Phase.LookingUp || found.Number != _lookUps)
        {
            _waiting.PutFirst(found.Command, found.ReplyTo); // the room loads again: what was found may be older than that
        }
        else if (found.Facts is { } facts)
        {
            _phase = Phase.Serving;
            _state.Learn(facts);
            _waiting.PutFirst(found.Command, found.ReplyTo);
        }
        else
        {
            _phase = Phase.Serving;
            Refuse(found.Command, found.ReplyTo, found.Failed ? ErrorCode.Unavailable : ErrorCode.NotFound);
        }

        if (_phase == Phase.Cold)
        {
            Load();
        }
        else
        {
            Continue();
        }
    }

    private void Continue()
    {
        while (_phase == Phase.Serving && _waiting.TryTake(out var command, out var replyTo))
        {
            Decide(command, replyTo);
        }

        Launch();
    }

    private void GiveUp()
    {
        _again.ForEach(pending => Refuse(pending.Command, pending.ReplyTo, ErrorCode.Unavailable));
        _again.Clear();
        _waiting.RefuseAll();
    }

    private void OnIdle()
    {
        if (_phase is Phase.Cold or Phase.Serving && _runs.IsIdle)
        {
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        }
    }

    private static void Refuse(RoomCommand command, IActorRef replyTo, ErrorCode code) =>
        replyTo.Tell(RoomWaiting.Refusal(command, code));

    private sealed record Loaded(RoomSnapshot? Snapshot, Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed record LookedUp(int Number, RoomCommand Command, IActorRef ReplyTo, MessageFacts? Facts, bool Failed)
        : INoSerializationVerificationNeeded;

    /// <summary>The nodes had their time to say whether they are interested.</summary>
    internal sealed class InterestTimeout : INotInfluenceReceiveTimeout
    {
        /// <summary>The one instance.</summary>
        public static readonly InterestTimeout Instance = new();
    }

    /// <summary>Read marks may be pushed again.</summary>
    internal sealed class ReadPushTick : INotInfluenceReceiveTimeout
    {
        /// <summary>The one instance.</summary>
        public static readonly ReadPushTick Instance = new();
    }
}
