using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// What a room writes that is no event: who comes into a broadcast room and goes out of it, who of two people has blocked the
/// other. Whoever asked is answered when it is on disk, and until then what else they ask of the room waits: it may depend
/// on it.
/// </summary>
internal sealed class UnloggedWrites(RoomId room, RoomDependencies with, IActorContext context)
{
    private readonly Dictionary<StoreWrite, (RoomCommand Command, IActorRef ReplyTo)> _writing =
        new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<UserId, List<PendingCommand>> _behind = [];

    /// <summary>True while nothing is on its way to the store.</summary>
    public bool IsIdle => _writing.Count == 0;

    /// <summary>Lets a command wait for what the same person asked before it; false if there is no need to.</summary>
    public bool TryHold(RoomCommand command, IActorRef replyTo)
    {
        if (!_behind.TryGetValue(command.By, out var waiting))
        {
            return false;
        }

        if (waiting.Count < RoomOptions.MaxPendingEvents)
        {
            waiting.Add(new PendingCommand(command, replyTo, Reply: null));
        }
        else
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.RateLimited));
        }

        return true;
    }

    /// <summary>The room stops: whoever waits for the store is told to ask again.</summary>
    public void GiveUp()
    {
        var waiting = _behind.Values.SelectMany(commands => commands).Select(pending => (pending.Command, pending.ReplyTo));
        foreach (var (command, replyTo) in _writing.Values.Concat(waiting))
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.Unavailable));
        }

        _writing.Clear();
        _behind.Clear();
    }

    /// <summary>Writes that somebody comes in, or goes out.</summary>
    public void Follow(RoomCommand command, bool isIn, IActorRef replyTo) =>
        Write(new StoreWrite.Follow(room, command.By, isIn, Now()), command, replyTo);

    /// <summary>Writes that somebody has blocked the other one, or no longer.</summary>
    public void Block(RoomCommand.Block command, bool on, IActorRef replyTo) =>
        Write(new StoreWrite.SetBlock(room, command.By, command.Other, on, Now()), command, replyTo);

    /// <summary>The store has answered.</summary>
    /// <returns>What waited for it, and can be decided now.</returns>
    public List<PendingCommand> OnWritten(StoreResult result, RoomState state)
    {
        if (!_writing.Remove(result.Write, out var asked))
        {
            return [];
        }

        asked.ReplyTo.Tell((result as StoreResult.Decided)?.Outcome switch
        {
            StoreOutcome.Committed => OnCommitted(asked.Command, result.Write, state),
            _ => OnUnknown(asked.Command, state),
        });
        return _behind.Remove(asked.Command.By, out var waiting) ? waiting : [];
    }

    private RoomReply.Done OnCommitted(RoomCommand command, StoreWrite write, RoomState state)
    {
        switch (write)
        {
            case StoreWrite.Follow follow:
                OnFollow(follow, state);
                break;
            case StoreWrite.SetBlock block:
                state.People.SetBlock(block.By, block.On);
                break;
        }

        return new RoomReply.Done(command.Ref, state.CommittedSeq, Id: null, Now(), Duplicate: false);
    }

    private static RoomReply OnUnknown(RoomCommand command, RoomState state)
    {
        state.People.ForgetFollower(command.By);
        return RoomWaiting.Refusal(command, ErrorCode.Unavailable);
    }

    // In since what is on disk: what is decided and not on disk yet comes to them.
    private void OnFollow(StoreWrite.Follow follow, RoomState state)
    {
        state.People.SetFollower(follow.User, follow.On && !state.People.IsBanned(follow.User));
        with.Users.Tell(follow.On
            ? new UserCommand.RoomEntered(follow.User, room, state.CommittedSeq)
            : new UserCommand.RoomLeft(follow.User, room));
    }

    private void Write(StoreWrite write, RoomCommand command, IActorRef replyTo)
    {
        if (_writing.Count < RoomOptions.MaxPendingEvents && with.Writes.TryWrite(write, context.Self))
        {
            _writing.Add(write, (command, replyTo));
            _behind.Add(command.By, []);
        }
        else
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.RateLimited));
        }
    }

    private long Now() => with.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
