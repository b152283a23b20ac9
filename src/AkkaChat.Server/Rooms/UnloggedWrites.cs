using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// What a room writes that is no event: who comes into a broadcast room and goes out of it, who of two people has blocked the
/// other. Whoever asked is answered when it is on disk.
/// </summary>
internal sealed class UnloggedWrites(RoomId room, RoomDependencies with, IActorContext context)
{
    private readonly Dictionary<StoreWrite, (RoomCommand Command, IActorRef ReplyTo)> _writing =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes that somebody comes in, or goes out.</summary>
    public void Follow(RoomCommand command, bool isIn, IActorRef replyTo) =>
        Write(new StoreWrite.Follow(room, command.By, isIn, Now()), command, replyTo);

    /// <summary>Writes that somebody has blocked the other one, or no longer.</summary>
    public void Block(RoomCommand.Block command, bool on, IActorRef replyTo) =>
        Write(new StoreWrite.SetBlock(room, command.By, command.Other, on, Now()), command, replyTo);

    /// <summary>The store has answered.</summary>
    public void OnWritten(StoreResult result, RoomState state)
    {
        if (!_writing.Remove(result.Write, out var asked))
        {
            return;
        }

        if ((result as StoreResult.Decided)?.Outcome is not StoreOutcome.Committed)
        {
            asked.ReplyTo.Tell(RoomWaiting.Refusal(asked.Command, ErrorCode.Unavailable));
            return;
        }

        switch (result.Write)
        {
            case StoreWrite.Follow follow:
                OnFollow(follow, state);
                break;
            case StoreWrite.SetBlock block:
                state.People.SetBlock(block.By, block.On);
                break;
        }

        asked.ReplyTo.Tell(
            new RoomReply.Done(asked.Command.Ref, state.LastSeq, Id: null, state.LastTime, Duplicate: false));
    }

    private void OnFollow(StoreWrite.Follow follow, RoomState state)
    {
        state.People.SetFollower(follow.User, follow.On && !state.People.IsBanned(follow.User));
        with.Users.Tell(follow.On
            ? new UserCommand.RoomEntered(follow.User, room, state.LastSeq)
            : new UserCommand.RoomLeft(follow.User, room));
    }

    private void Write(StoreWrite write, RoomCommand command, IActorRef replyTo)
    {
        if (_writing.Count < RoomOptions.MaxPendingEvents && with.Writes.TryWrite(write, context.Self))
        {
            _writing.Add(write, (command, replyTo));
        }
        else
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.RateLimited));
        }
    }

    private long Now() => with.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
