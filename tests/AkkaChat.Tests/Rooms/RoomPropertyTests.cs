using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using CsCheck;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Random commands: the rules agree with a plain model, and state is a function of the log.</summary>
public sealed class RoomPropertyTests
{
    private const int MaxMembers = 3;
    private static readonly UserId[] People = [Ann, Bob, Cat, Dan];
    private static readonly RoomOptions Options = new() { MaxMembers = MaxMembers };

    private static readonly Gen<(RoomCommand Command, long After)> Step = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[1, 14], Gen.Long[-5, 100_000], CommandOf);

    [Fact]
    public void The_rules_agree_with_a_plain_model()
    {
        Step.List[0, 40].Sample(
            steps =>
            {
                var model = new RoomModel(Options);
                var room = new DecidedRoom(Options);
                return steps.All(step =>
                {
                    room.Now += step.After;
                    var expected = model.Do(step.Command, room.Now);
                    var decision = room.Ask(step.Command);
                    if (decision is Decision.Accepted)
                    {
                        room.Do(step.Command);
                    }

                    return expected == NameOf(decision) && model.Length == room.State.LastSeq;
                });
            },
            iter: 3_000);
    }

    [Fact]
    public void Folding_a_prefix_and_then_the_rest_is_folding_all()
    {
        Gen.Select(Step.List[1, 40], Gen.Int[0, 60]).Sample(
            (steps, cut) =>
            {
                var room = new DecidedRoom(Options);
                foreach (var (command, after) in steps)
                {
                    room.Now += after;
                    if (room.Ask(command) is Decision.Accepted)
                    {
                        room.Do(command);
                    }
                }

                return steps.TrueForAll(step => SameAfter(room, Math.Min(cut, room.Log.Count), step.Command));
            },
            iter: 1_000);
    }

    // The prefix goes the way of the store: snapshot first, the rest event by event.
    private static bool SameAfter(DecidedRoom room, int cut, RoomCommand command)
    {
        var prefix = new MemoryLog();
        prefix.Append(Team, room.Log.Take(cut));
        var resumed = new DecidedRoom(Options, prefix.Snapshot(Team)) { Now = room.Now };
        room.Log.Skip(cut).ToList().ForEach(resumed.State.Apply);
        return resumed.State.LastSeq == room.State.LastSeq
            && resumed.State.MessageCount == room.State.MessageCount
            && resumed.State.Members.Count == room.State.Members.Count
            && NameOf(resumed.Ask(command)) == NameOf(room.Ask(command));
    }

    private static (RoomCommand Command, long After) CommandOf(int what, int who, int other, int target, long after)
    {
        var by = People[who];
        var text = other == 0 ? "hi" : "ho";
        RoomCommand command = what switch
        {
            0 => Create(by, People[other]),
            1 => Join(by),
            2 => Leave(by),
            3 => Recall(by, target),
            4 or 5 => Edit(by, target, other, text),
            6 => OpenDirect(by, People[other]),
            7 => Post(by, $"k-{target}", text, replyTo: target),
            _ => Post(by, $"k-{target % 5}", text),
        };
        return (command, after);
    }

    private static string NameOf(Decision decision) => decision switch
    {
        Decision.Accepted accepted => $"accepted {accepted.Events[0].Seq} x{accepted.Events.Length}",
        Decision.Repeated repeated => $"repeated {repeated.Seq}",
        Decision.Refused refused => refused.Code.Name(),
        Decision.Needs => "not_found", // everything is known by heart here: it is no message
        _ => decision.ToString(),
    };
}
