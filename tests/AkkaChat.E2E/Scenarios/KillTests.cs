using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Scenarios;

/// <summary>The server dies in the middle of everything.</summary>
[Collection(Alone.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Connections = 20;
    private const int Rooms = 5;
    private const int Each = 100;
    private const int Total = Connections * Each;

    [Fact]
    public async Task A_kill_in_the_middle_of_2000_sends_loses_nothing_and_doubles_nothing()
    {
        await using var server = await ServerProcess.StartAsync();
        var history = new History();
        var guests = await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Guest.SignInAsync(server, $"Guest {i}")));
        var rooms = new List<string>();
        await using (var owner = await ChatClient.ConnectAsync(server, guests[0], new ConnectOptions { Platform = "bot" }))
        {
            for (var i = 0; i < Rooms; i++)
            {
                rooms.Add(await Cast.RoomAsync(owner, guests[1..]));
            }
        }

        var half = new AckCount(Total / 2);
        var people = guests.Select((guest, i) => new Talker(server, guest, rooms, rooms[i % Rooms], Each, history, half)).ToList();
        foreach (var person in people)
        {
            await person.ConnectAsync();
        }

        var talking = people.Select(person => Task.Run(person.SendAllAsync)).ToList();
        await Patience.ForAsync(half.Reached, "half of the acks", () => $"{half.Count} acks had come");
        await server.KillAsync();
        var ackedBefore = half.Count;
        await server.StartAgainAsync();
        await Patience.ForAsync(
            Task.WhenAll(talking), "all messages to be acked", () => $"{half.Count} acks had come", Patience.HeavyWork);

        foreach (var room in rooms)
        {
            var log = await people[0].ReadLogAsync(room);
            history.OnLog(room, log);
            foreach (var person in people)
            {
                await person.WaitForAsync(room, log[^1].Seq);
            }
        }

        foreach (var person in people)
        {
            await person.DisposeAsync();
        }

        var broken = history.Check();
        output.WriteLine(
            $"sends {history.Sends}, acks {history.Acks} ({ackedBefore} before the kill), resumed {people.Count(p => p.Connects > 1)}, "
            + $"lost {Count(Promise.AckedIsKept)}, duplicated {Count(Promise.OncePerKey)}, "
            + $"out of order {Count(Promise.OneOrder) + Count(Promise.SessionOrder)}, "
            + $"holes {Count(Promise.NoHole)}, silent gaps {Count(Promise.NoSilentGap)}, announced gaps {people.Sum(p => p.Gaps)}");
        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(20)));
        Assert.Equal(Total, history.Sends);
        Assert.Equal(Total, history.Acks);
        Assert.True(ackedBefore < Total, "the kill came too late to mean anything");
        Assert.All(people, person => Assert.True(person.Connects > 1));

        int Count(Promise promise) => broken.Count(violation => violation.Promise == promise);
    }
}
