using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using CsCheck;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Random commands: the rules agree with a plain model, and state is a function of the log.</summary>
public sealed class RoomPropertyTests
{
    private const int Sorts = 34;
    private static readonly UserId[] People = [Ann, Bob, Cat, Dan];
    private static readonly RoomOptions Options = new() { MaxMembers = 3, MaxBans = 1, MaxMutes = 1, MaxJoinRequests = 1 };

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, Sorts - 1], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[1, 14], Gen.Long[-5, 100_000], CommandOf);

    // Most sequences begin with a room, or all would be about its absence.
    private static readonly Gen<List<Step>> Sequences = Gen.Select(
        Gen.Int[0, 4],
        Steps.List[0, 50],
        (first, steps) => first < 4 ? [CommandOf(first == 3 ? 2 : first % 2, 0, 1, 1, 0), .. steps] : steps);

    [Fact]
    public void The_rules_agree_with_a_plain_model()
    {
        Sequences.Sample(
            steps =>
            {
                var model = new RoomModel(Options);
                var room = new DecidedRoom(Options);
                foreach (var step in steps)
                {
                    room.Now += step.After;
                    var expected = model.Do(step.Command, room.Now);
                    var decision = Do(room, step.Command);
                    if (expected != NameOf(decision) || model.Length != room.State.LastSeq)
                    {
                        Assert.Fail($"{step.Command} at {room.State.LastSeq} is {NameOf(decision)}, not {expected}");
                    }
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Folding_a_prefix_and_then_the_rest_is_folding_all()
    {
        Gen.Select(Sequences, Gen.Int[0, 60]).Sample(
            (steps, cut) =>
            {
                var room = new DecidedRoom(Options);
                foreach (var (command, after) in steps)
                {
                    room.Now += after;
                    Do(room, command);
                }

                foreach (var step in steps)
                {
                    AssertSameAfter(room, Math.Min(cut, room.Log.Count), step.Command);
                }
            },
            iter: 1_000);
    }

    // The prefix goes the way of the store: snapshot first, the rest event by event.
    private static void AssertSameAfter(DecidedRoom room, int cut, RoomCommand command)
    {
        var resumed = room.ResumedAt(cut);

        Assert.Equal(StandingOf(room.State), StandingOf(resumed.State));
        Assert.Equal(
            room.State.Members.Values.OrderBy(member => member.JoinedSeq),
            resumed.State.Members.Values.OrderBy(member => member.JoinedSeq));
        Assert.Equal(NameOf(room.Settle(command)), NameOf(resumed.Settle(command)));
    }

    private static (long, long, long, RoomSettings, bool, int, int) StandingOf(RoomState state) => (
        state.LastSeq,
        state.LastTime,
        state.MessageCount,
        state.Settings,
        state.IsDissolved,
        state.People.BanCount,
        state.People.RequestCount);

    private static Decision Do(DecidedRoom room, RoomCommand command)
    {
        var decision = room.Settle(command);
        switch (decision)
        {
            case Decision.Accepted:
                room.Do(command);
                break;
            case Decision.Blocks:
                room.DoUnlogged(command);
                break;
        }

        return decision;
    }

    private static Step CommandOf(int what, int who, int other, int target, long after)
    {
        var by = People[who];
        var user = People[other];
        var text = other == 0 ? "hi" : "ho";
        RoomCommand command = what switch
        {
            0 => Samples.Create(by, user),
            1 => RoomSamples.Create(by, RoomKind.Group, isPublic: false, user),
            2 => OpenDirect(People[who % 2], People[(who + 1) % 2]),
            3 or 4 => Join(by),
            5 => Leave(by),
            6 => Recall(by, target),
            7 or 8 => Edit(by, target, other, text),
            9 => Post(by, $"k-{target}", text, replyTo: target),
            10 => Post(by, $"k-{target % 3}#2", text),
            11 => Post(by, $"k-{target}", text, mentions: [UserId.Everyone]),
            12 or 13 => React(by, target, other % 2 == 0 ? "a" : "b"),
            14 => React(by, target, other % 2 == 0 ? "a" : "b", on: false),
            15 or 16 => Forward(by, $"k-{target % 3}", [.. Enumerable.Repeat(text, 1 + (target % 2))]),
            17 or 18 => SetRole(by, user, (MemberRole)(1 + (target % 3))),
            19 => Mute(by, user, target < 4 ? 0 : target * 20_000),
            20 => Ban(by, user),
            21 => Unban(by, user),
            22 => Remove(by, user),
            23 => Invite(by, user, People[target % 4 == other ? (other + 1) % 4 : target % 4]),
            24 => Accept(by, user),
            25 => Refuse(by, user),
            26 => Update(by, (JoinRule)(1 + other % 3)),
            27 => Update(by, new RoomSettings { MuteAll = other % 2 == 0, Name = target % 2 == 0 ? "Crew" : null }),
            28 => Update(by, new RoomSettings { SlowModeMs = target < 7 ? 0 : target * 10_000, Announcement = text }),
            29 when other == 0 => Dissolve(by),
            30 => Block(People[who % 2], People[(who + 1) % 2], other < 2),
            _ => Post(by, $"k-{target % 5}", text),
        };
        return new Step(command, after);
    }

    private static string NameOf(Decision decision) => decision switch
    {
        Decision.Accepted accepted => $"accepted {accepted.Events[0].Seq} x{accepted.Events.Length}",
        Decision.Repeated repeated => $"repeated {repeated.Seq}",
        Decision.Refused refused => refused.Code.Name(),
        Decision.Blocks => "blocks",
        _ => decision.ToString(),
    };

    private sealed record Step(RoomCommand Command, long After);
}
