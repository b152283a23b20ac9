using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Support;

/// <summary>The rules of a room with a clock that stands still, and the log that came of what was accepted.</summary>
internal sealed class DecidedRoom
{
    // What opens a direct room: its creation and two members.
    private const int DirectRoomEvents = 3;

    private readonly MemoryLog _memory = new();

    public DecidedRoom(RoomOptions? options = null, RoomSnapshot? snapshot = null)
    {
        State = snapshot is null
            ? new RoomState(Samples.Team, options ?? new RoomOptions())
            : new RoomState(snapshot, options ?? new RoomOptions());
    }

    public RoomState State { get; }

    public List<EncodedEvent> Log { get; } = [];

    /// <summary>Who has blocked whom.</summary>
    public HashSet<(UserId By, UserId Other)> Blocks { get; } = [];

    public long Now { get; set; } = Samples.Noon;

    /// <summary>A public channel: Ann owns it, the others are members.</summary>
    public static DecidedRoom Of(params UserId[] members)
    {
        var room = new DecidedRoom();
        room.Do(Samples.Create(Samples.Ann, members));
        return room;
    }

    /// <summary>What is decided by what the room knows by heart.</summary>
    public Decision Ask(RoomCommand command) => State.Decide(command, Now);

    /// <summary>What is decided in the end: what the rules must know is looked up in the log.</summary>
    public Decision Settle(RoomCommand command)
    {
        while (true)
        {
            var decision = Ask(command);
            if (decision is not Decision.Needs needs)
            {
                return decision;
            }

            if (!TryLearn(needs))
            {
                return Decision.Refuse(ErrorCode.NotFound);
            }
        }
    }

    /// <summary>Carries out what must be accepted.</summary>
    public RoomEvent[] Do(RoomCommand command)
    {
        var accepted = Assert.IsType<Decision.Accepted>(Settle(command));
        foreach (var stored in accepted.Events)
        {
            var encoded = Samples.Encoded(stored);
            Log.Add(encoded);
            _memory.Append(Samples.Team, [encoded]);
            State.Apply(encoded);
        }

        return [.. accepted.Events];
    }

    /// <summary>Carries out what must be done without an event.</summary>
    public void DoUnlogged(RoomCommand command)
    {
        switch (Settle(command))
        {
            case Decision.Follows follows:
                State.People.SetFollower(command.By, follows.On);
                _memory.Follow(new StoreWrite.Follow(command.Room, command.By, follows.On, Now));
                break;
            case Decision.Blocks blocks:
                State.People.SetBlock(command.By, blocks.On);
                SetBlock(((RoomCommand.Block)command).Other, command.By, blocks.On);
                break;
            case var other:
                Assert.Fail($"{command} was not to be an event, and is {other}");
                break;
        }
    }

    /// <summary>The same room, loaded after the first <paramref name="count"/> events, with the rest applied.</summary>
    public DecidedRoom ResumedAt(int count)
    {
        var resumed = new DecidedRoom(State.Options, SnapshotAt(count)) { Now = Now };
        resumed._memory.Append(Samples.Team, Log);
        resumed.Blocks.UnionWith(Blocks);
        if (count < DirectRoomEvents)
        {
            resumed.State.People.LearnBlocks(Blocks.Select(block => block.By)); // no store has a part of that run
        }

        Log.Skip(count).ToList().ForEach(resumed.State.Apply);
        return resumed;
    }

    /// <summary>The room as the store has it after the first <paramref name="count"/> events.</summary>
    public RoomSnapshot? SnapshotAt(int count)
    {
        var prefix = new MemoryLog();
        prefix.Append(Samples.Team, Log.Take(count));
        return prefix.Snapshot(Samples.Team, blocks: Blocks);
    }

    public void AssertRefused(ErrorCode code, RoomCommand command) =>
        Assert.Equal(code, Assert.IsType<Decision.Refused>(Settle(command)).Code);

    public void AssertRepeats(long seq, RoomCommand command) =>
        Assert.Equal(seq, Assert.IsType<Decision.Repeated>(Settle(command)).Seq);

    private void SetBlock(UserId other, UserId by, bool on)
    {
        if (on)
        {
            Blocks.Add((by, other));
        }
        else
        {
            Blocks.Remove((by, other));
        }
    }

    private bool TryLearn(Decision.Needs needs)
    {
        switch (needs)
        {
            case Decision.NeedsMessage { Seq: var seq }:
                var message = _memory.Messages(Samples.Team).FirstOrDefault(message => message.Seq == seq);
                if (message is not null)
                {
                    State.Learn(message);
                }

                return message is not null;
            case Decision.NeedsReaction { Reaction: var key }:
                State.Learn(
                    key,
                    _memory.Room(Samples.Team)?.Reaction(key.Target, key.User, key.Emoji) ?? new ReactionFacts(false, null, 0));
                return true;
            case Decision.NeedsMember { User: var user }:
                State.People.LearnFollower(user, _memory.Members(Samples.Team).Any(member => member.User == user));
                return true;
            case Decision.NeedsBlocks:
                State.People.LearnBlocks(Blocks.Select(block => block.By));
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(needs));
        }
    }
}
