using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>Commands that came while the room could not decide, in order. At the limit new ones are refused.</summary>
internal sealed class RoomWaiting
{
    /// <summary>
    /// Most commands that wait. A session has at most 32 requests open, so this is the open requests of a hundred eager
    /// members while the room loads, which takes milliseconds.
    /// </summary>
    private const int Capacity = 4096;

    /// <summary>When to ask again: a room loads in milliseconds, a failed node's rooms in seconds.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly LinkedList<(RoomCommand Command, IActorRef ReplyTo)> _commands = new();

    /// <summary>Takes a command unless there are too many.</summary>
    public bool TryAdd(RoomCommand command, IActorRef replyTo)
    {
        if (_commands.Count >= Capacity)
        {
            return false;
        }

        _commands.AddLast((command, replyTo));
        return true;
    }

    /// <summary>Puts a command before all others: it had its turn and could not be decided.</summary>
    public void PutFirst(RoomCommand command, IActorRef replyTo) => _commands.AddFirst((command, replyTo));

    /// <summary>Puts commands before all others, in their order: they were decided, and are to be decided anew.</summary>
    public void PutBack(List<PendingCommand> commands)
    {
        for (var i = commands.Count - 1; i >= 0; i--)
        {
            _commands.AddFirst((commands[i].Command, commands[i].ReplyTo));
        }
    }

    /// <summary>The next command.</summary>
    public bool TryTake([NotNullWhen(true)] out RoomCommand? command, [NotNullWhen(true)] out IActorRef? replyTo)
    {
        command = null;
        replyTo = null;
        if (_commands.First is not { } first)
        {
            return false;
        }

        (command, replyTo) = first.Value;
        _commands.RemoveFirst();
        return true;
    }

    /// <summary>Answers all of them that the room can't serve now.</summary>
    public void RefuseAll()
    {
        while (TryTake(out var command, out var replyTo))
        {
            replyTo.Tell(Refusal(command, ErrorCode.Unavailable));
        }
    }

    /// <summary>A refusal; a temporary one says when to ask again.</summary>
    public static RoomReply Refusal(RoomCommand command, ErrorCode code, TimeSpan? retryAfter = null) =>
        new RoomReply.Refused(command.Ref, code, retryAfter ?? (code.IsTemporary() ? RetryAfter : null));
}
