using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// What a room remembers, and how it comes by it: loads its state before the first command and again after a failed write,
/// looks up old messages, and holds commands back meanwhile. A failed write never leaves a trace in it.
/// </summary>
internal sealed partial class RoomMemory
{
    private readonly RoomId _room;
    private readonly RoomDependencies _with;
    private readonly RoomAudience _audience;
    private readonly IActorContext _context;
    private readonly IActorRef _self;
    private readonly ILoggingAdapter _log;
    private readonly RoomWaiting _waiting = new();
    private readonly List<PendingCommand> _again = [];
    private Phase _phase = Phase.Cold;
    private int _conflicts;
    private int _lookUps;

    /// <summary>A room that knows nothing.</summary>
    public RoomMemory(RoomId room, RoomDependencies with, RoomAudience audience, IActorContext context)
    {
        _room = room;
        _with = with;
        _audience = audience;
        _context = context;
        _self = context.Self;
        _log = context.GetLogger();
        State = new RoomState(room, with.Options);
        with.Metrics.Started();
    }

    private enum Phase
    {
        /// <summary>Knows nothing.</summary>
        Cold,

        /// <summary>Reads its state from the store.</summary>
        Loading,

        /// <summary>Knows enough to decide.</summary>
        Ready,

        /// <summary>Reads something from the store that a command cannot be decided without.</summary>
        LookingUp,

        /// <summary>A run failed: what else is on its way comes back first, then it loads again.</summary>
        Failing,
    }

    /// <summary>The room after the last event decided; to be used only when <see cref="IsReady"/>.</summary>
    public RoomState State { get; private set; }

    /// <summary>True if commands can be decided.</summary>
    public bool IsReady => _phase == Phase.Ready;

    /// <summary>True if the room may go to sleep, as far as its memory is concerned.</summary>
    public bool IsQuiet => _phase is Phase.Cold or Phase.Ready;

    /// <summary>True while a failed run is waited out.</summary>
    public bool IsFailing => _phase == Phase.Failing;

    /// <summary>Holds a command back until the room is ready.</summary>
    public void Hold(RoomCommand command, IActorRef replyTo)
    {
        if (!_waiting.TryAdd(command, replyTo))
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.RateLimited));
        }
        else if (_phase == Phase.Cold)
        {
            Load();
        }
    }

    /// <summary>Loads the room if it knows nothing.</summary>
    public void Wake()
    {
        if (_phase == Phase.Cold)
        {
            Load();
        }
    }

    /// <summary>Holds commands back that came before all others, and waited for something else.</summary>
    public void HoldFirst(List<PendingCommand> commands)
    {
        _waiting.PutBack(commands);
        if (commands.Count > 0)
        {
            Wake();
        }
    }

    /// <summary>The next command that was held back and can be decided now.</summary>
    public bool TryTake([NotNullWhen(true)] out RoomCommand? command, [NotNullWhen(true)] out IActorRef? replyTo)
    {
        command = null;
        replyTo = null;
        return IsReady && _waiting.TryTake(out command, out replyTo);
    }

    /// <summary>Looks something up, and holds everything back until it is known.</summary>
    public void LookUp(RoomCommand command, IActorRef replyTo, Decision.Needs needs)
    {
        _phase = Phase.LookingUp;
        var number = ++_lookUps;
        _ = RoomLookUps.FindAsync(_with.Store, _room, needs).PipeTo(
            _self,
            success: learn => new LookedUp(number, command, replyTo, learn, Failed: false),
            failure: _ => new LookedUp(number, command, replyTo, null, Failed: true));
    }

    /// <summary>Something was looked up.</summary>
    public void OnLookedUp(LookedUp found)
    {
        if (_phase != Phase.LookingUp || found.Number != _lookUps)
        {
            _waiting.PutFirst(found.Command, found.ReplyTo); // it loads again: what was found may be older than that
            if (_phase == Phase.Cold)
            {
                Load();
            }

            return;
        }

        _phase = Phase.Ready;
        if (found.Learn is { } learn)
        {
            learn(State);
            _waiting.PutFirst(found.Command, found.ReplyTo);
        }
        else
        {
            var code = found.Failed ? ErrorCode.Unavailable : ErrorCode.NotFound;
            found.ReplyTo.Tell(RoomWaiting.Refusal(found.Command, code));
        }
    }

    /// <summary>A run is on disk, and so is all up to <paramref name="seq"/>.</summary>
    public void OnCommitted(long seq)
    {
        _conflicts = 0;
        State.Committed(seq);
    }

    /// <summary>
    /// A run is not on disk. What surely was not written is decided anew after loading; of the rest nobody knows, so its
    /// senders ask again.
    /// </summary>
    public void OnNotCommitted(RoomRun run, StoreOutcome? outcome)
    {
        _with.Metrics.RunFailed(outcome?.GetType().Name ?? "no answer");
        switch (outcome)
        {
            case StoreOutcome.KnownKeys known:
                AnswerKnown(run, known.Keys);
                break;
            case StoreOutcome.Conflict conflict:
                if (_phase != Phase.Failing) // a run behind one that failed conflicts by itself
                {
                    _conflicts++;
                    LogConflict(_room.Value, run.Write!.First, conflict.LastSeq);
                }

                _again.AddRange(run.Commands);
                break;
            default:
                LogWriteFailed(_room.Value, run.Commands.Count);
                run.Commands.ForEach(Refuse);
                break;
        }

        _phase = Phase.Failing;
    }

    /// <summary>Nothing is on its way any more after a failure: starts over, with what was not written first.</summary>
    public void StartOver(List<PendingCommand> unlaunched)
    {
        _again.AddRange(unlaunched);
        if (_conflicts < RoomOptions.MaxConflicts)
        {
            Load();
            return;
        }

        LogSuperseded(_room.Value);
        _context.Stop(_self);
    }

    /// <summary>The room was read.</summary>
    public void OnLoaded(Loaded loaded)
    {
        if (loaded.Failure is { } cause)
        {
            LogLoadFailed(cause, _room.Value);
            GiveUp();
            _phase = Phase.Cold;
            return;
        }

        State = loaded.Snapshot is { } snapshot
            ? new RoomState(snapshot, _with.Options)
            : new RoomState(_room, _with.Options);
        _audience.MovedTo(State.LastSeq);
        _phase = Phase.Ready;
        _waiting.PutBack(_again);
        _again.Clear();
    }

    /// <summary>The room stops: whoever waits, also for a commit that it will not see, is told to ask again.</summary>
    public void GiveUp(List<PendingCommand> uncommitted)
    {
        _with.Metrics.Stopped();
        uncommitted.ForEach(Refuse);
        GiveUp();
    }

    private void GiveUp()
    {
        _again.ForEach(Refuse);
        _again.Clear();
        _waiting.RefuseAll();
    }

    private static void Refuse(PendingCommand pending) =>
        pending.ReplyTo.Tell(RoomWaiting.Refusal(pending.Command, ErrorCode.Unavailable));

    private void Load()
    {
        _phase = Phase.Loading;
        _audience.AskOnce();
        _ = _with.Reads.LoadRoomAsync(_room, CancellationToken.None).PipeTo(
            _self, success: snapshot => new Loaded(snapshot, null), failure: cause => new Loaded(null, cause));
    }

    // Messages that were in the log long before are answered; the others of their run are decided anew.
    private void AnswerKnown(RoomRun run, ImmutableArray<KnownKey> keys)
    {
        var known = new KnownMessages(run, keys);
        foreach (var pending in run.Commands)
        {
            if (known.Answer(pending.Command) is { } answer)
            {
                pending.ReplyTo.Tell(answer);
            }
            else
            {
                _again.Add(pending);
            }
        }
    }

    /// <summary>The room as the store has it; null if there is none, or reading failed.</summary>
    internal sealed record Loaded(RoomSnapshot? Snapshot, Exception? Failure) : INoSerializationVerificationNeeded;

    /// <summary>What was looked up, for the state to learn; null if the store has it not, or reading failed.</summary>
    internal sealed record LookedUp(
        int Number, RoomCommand Command, IActorRef ReplyTo, Action<RoomState>? Learn, bool Failed)
        : INoSerializationVerificationNeeded;
}
