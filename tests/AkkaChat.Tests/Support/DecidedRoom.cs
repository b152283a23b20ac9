using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Support;

/// <summary>The rules of a room with a clock that stands still, and the log that came of what was accepted.</summary>
internal sealed class DecidedRoom
{
    public DecidedRoom(RoomOptions? options = null, RoomSnapshot? snapshot = null)
    {
        State = snapshot is null
            ? new RoomState(Samples.Team, options ?? new RoomOptions())
            : new RoomState(snapshot, options ?? new RoomOptions());
    }

    public RoomState State { get; }

    public List<EncodedEvent> Log { get; } = [];

    public long Now { get; set; } = Samples.Noon;

    /// <summary>A public channel: Ann owns it, the others are members.</summary>
    public static DecidedRoom Of(params UserId[] members)
    {
        var room = new DecidedRoom();
        room.Do(Samples.Create(Samples.Ann, members));
        return room;
    }

    public Decision Ask(RoomCommand command) => State.Decide(command, Now);

    /// <summary>Carries out what must be accepted.</summary>
    public RoomEvent[] Do(RoomCommand command)
    {
        var accepted = Assert.IsType<Decision.Accepted>(Ask(command));
        foreach (var stored in accepted.Events)
        {
            var encoded = Samples.Encoded(stored);
            Log.Add(encoded);
            State.Apply(encoded);
        }

        return [.. accepted.Events];
    }

    public void AssertRefused(ErrorCode code, RoomCommand command) =>
        Assert.Equal(code, Assert.IsType<Decision.Refused>(Ask(command)).Code);

    public void AssertRepeats(long seq, RoomCommand command) =>
        Assert.Equal(seq, Assert.IsType<Decision.Repeated>(Ask(command)).Seq);
}
