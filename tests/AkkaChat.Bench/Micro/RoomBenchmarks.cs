using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using BenchmarkDotNet.Attributes;

namespace AkkaChat.Bench.Micro;

/// <summary>The rules of a room with 100 members: one message is decided and applied.</summary>
public class RoomBenchmarks
{
    private const int MemberCount = 100;

    // More than a room knows by heart, so that a key that comes again is new to it.
    private const int CommandCount = 2 * MessageWindow.Capacity;

    private readonly RoomCommand.Post[] _commands = new RoomCommand.Post[CommandCount];
    private readonly ReadOnlyMemory<byte> _body = EventCodec.EncodeBody(
        Samples.PostedAt(Samples.Team, 1, Samples.UserAt(0), 1));

    private RoomState _state = null!;
    private int _next;

    /// <summary>A room that already knows as many messages as it ever does.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var members = Enumerable.Range(0, MemberCount)
            .Select(index => new MemberFacts(Samples.UserAt(index), MemberRole.Member, index + 2, MutedUntil: null));
        _state = new RoomState(
            new RoomSnapshot(
                Samples.Team,
                RoomKind.Group,
                "Team",
                IsPublic: false,
                JoinRule.Invite,
                LastSeq: MemberCount + 1,
                Samples.Start,
                MessageCount: 0,
                [.. members],
                Recent: []),
            new RoomOptions());
        for (var index = 0; index < CommandCount; index++)
        {
            _commands[index] = new RoomCommand.Post(
                Samples.Team,
                Samples.UserAt(index % MemberCount),
                Ref: index,
                new MessageId($"m-{index:x16}"),
                Samples.KeyAt(index),
                Samples.Content,
                [],
                ReplyTo: null);
        }

        for (var index = 0; index < CommandCount; index++)
        {
            _ = DecideAndApplyPost();
        }
    }

    /// <summary>A post is decided, and its event applied.</summary>
    [Benchmark]
    public long DecideAndApplyPost()
    {
        var command = _commands[_next++ % CommandCount];
        foreach (var decided in ((Decision.Accepted)_state.Decide(command, Samples.Start)).Events)
        {
            _state.Apply(new EncodedEvent(decided, _body));
        }

        _state.Committed(_state.LastSeq);

        return _state.LastSeq;
    }
}
