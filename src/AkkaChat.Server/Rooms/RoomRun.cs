using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>A command that was decided and waits for its commit.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="ReplyTo">Who asked.</param>
/// <param name="Reply">What they will hear once it is on disk; null for a read mark, which is written only then.</param>
internal sealed record PendingCommand(RoomCommand Command, IActorRef ReplyTo, RoomReply? Reply);

/// <summary>Events that are written together, with the commands that they come from.</summary>
internal sealed class RoomRun
{
    private readonly ImmutableArray<EncodedEvent>.Builder _events = ImmutableArray.CreateBuilder<EncodedEvent>(1);

    /// <summary>The commands, in the order decided.</summary>
    public List<PendingCommand> Commands { get; } = new(1); // most runs are of one message

    /// <summary>How many events there are.</summary>
    public int Count => _events.Count;

    /// <summary>What went to the store; null while the run still grows.</summary>
    public StoreWrite.Append? Write { get; private set; }

    /// <summary>Adds an event at the end.</summary>
    public void Add(EncodedEvent decided) => _events.Add(decided);

    /// <summary>The write of this run, which grows no further.</summary>
    public StoreWrite.Append Seal(Protocol.RoomId room) => Write = new StoreWrite.Append(room, _events.ToImmutable());
}
