using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// Moves read marks and tells who should know: at once if none was told lately, else all that moved together, once an
/// interval. Only the newest mark of each member waits.
/// </summary>
internal sealed class ReadMarks
{
    private readonly RoomId _room;
    private readonly RoomDependencies _with;
    private readonly RoomAudience _audience;
    private readonly IActorContext _context;
    private readonly Dictionary<StoreWrite, (RoomCommand.MarkRead Command, IActorRef ReplyTo)> _writing =
        new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<UserId, long> _moved = [];
    private bool _resting;

    /// <summary>No marks yet.</summary>
    public ReadMarks(RoomId room, RoomDependencies with, RoomAudience audience, IActorContext context)
    {
        _room = room;
        _with = with;
        _audience = audience;
        _context = context;
    }

    /// <summary>True while no mark is on its way to the store.</summary>
    public bool IsIdle => _writing.Count == 0;

    /// <summary>Writes a mark.</summary>
    public void Mark(RoomCommand.MarkRead command, RoomState state, IActorRef replyTo)
    {
        if (!MayMark(command, state))
        {
            replyTo.Tell(RoomWaiting.Refusal(command, IsThere(state) ? ErrorCode.NotMember : ErrorCode.NotFound));
            return;
        }

        var write = new StoreWrite.MarkRead(_room, command.By, command.Seq);
        if (_writing.Count < RoomOptions.MaxPendingEvents && _with.Writes.TryWrite(write, _context.Self))
        {
            _writing.Add(write, (command, replyTo));
        }
        else
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.RateLimited));
        }
    }

    /// <summary>The store has answered for a mark.</summary>
    public void OnMarked(StoreResult result, RoomState state)
    {
        if (!_writing.Remove(result.Write, out var asked))
        {
            return;
        }

        var outcome = (result as StoreResult.Decided)?.Outcome;
        if (outcome is not StoreOutcome.Marked marked)
        {
            var code = outcome is StoreOutcome.Missing ? ErrorCode.NotMember : ErrorCode.Unavailable;
            asked.ReplyTo.Tell(RoomWaiting.Refusal(asked.Command, code));
            return;
        }

        asked.ReplyTo.Tell(new RoomReply.Marked(asked.Command.Ref, marked.Seq));
        _moved[asked.Command.By] = marked.Seq;
        if (!_resting)
        {
            OnTick(state);
        }
    }

    /// <summary>The room stops: whoever waits for the store is told to ask again.</summary>
    public void GiveUp()
    {
        foreach (var (command, replyTo) in _writing.Values)
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.Unavailable));
        }

        _writing.Clear();
    }

    /// <summary>Tells what moved since the last time; rests while nothing does.</summary>
    public void OnTick(RoomState state)
    {
        var isForAll = state.Kind != RoomKind.Broadcast && state.Members.Count <= Limits.MaxReceiptMembers;
        _resting = _moved.Count > 0;
        foreach (var (user, seq) in _moved)
        {
            var frame = Pushes.Read(_room, user, seq);
            if (isForAll)
            {
                _audience.Broadcast(frame);
            }
            else
            {
                _with.Users.Tell(new UserCommand.Tell(user, frame));
            }
        }

        _moved.Clear();
        if (_resting)
        {
            _context.System.Scheduler.ScheduleTellOnce(
                _with.Options.ReadPushInterval, _context.Self, Tick.Instance, ActorRefs.NoSender);
        }
    }

    private static bool IsThere(RoomState state) => state.Exists && !state.IsDissolved;

    // Of a broadcast room's members, the store knows more than the room; it refuses who is none.
    private static bool MayMark(RoomCommand.MarkRead command, RoomState state) =>
        state.HasMember(command.By) || (IsThere(state) && state.Kind == RoomKind.Broadcast && !state.People.Knows(command.By));

    /// <summary>Read marks may be pushed again.</summary>
    internal sealed class Tick : INoSerializationVerificationNeeded
    {
        /// <summary>The one instance.</summary>
        public static readonly Tick Instance = new();
    }
}
