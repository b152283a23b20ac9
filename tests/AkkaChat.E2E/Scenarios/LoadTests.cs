using System.Diagnostics;
using AkkaChat.E2E.Harness;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Many at once in one room.</summary>
[Collection(Alone.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Connections = 64;
    private const int Each = 200;
    private const int Total = Connections * Each;

    [Fact]
    public async Task Sixty_four_connections_send_200_messages_each_to_one_room_as_fast_as_acks_come()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var cast = new Cast(server);
        var guests = await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => cast.GuestAsync($"Guest {i}")));
        var owner = await cast.ConnectAsync(guests[0], new ConnectOptions { Platform = "bot", OnPush = _ => { } });
        var room = await Cast.RoomAsync(owner, guests[1..]);
        const long first = Connections + 1; // the room itself, then everybody who is in it
        var streams = guests.Select(_ => new List<(long Seq, string Key)>(Total)).ToList();
        var complete = guests.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        var clients = new ChatClient[Connections];
        for (var i = 0; i < Connections; i++)
        {
            var (stream, done) = (streams[i], complete[i]);
            clients[i] = await cast.ConnectAsync(
                guests[i], new ConnectOptions { Batch = true, OnPush = push => Take(push, room, stream, done) });
        }

        var time = Stopwatch.StartNew();
        var acked = await Task.WhenAll(clients.Select((client, who) => Task.Run(() => SendAllAsync(client, room, who))));
        var sending = time.Elapsed;
        await Patience.ForAsync(
            Task.WhenAll(complete.Select(done => done.Task)),
            $"all {Connections} to have all {Total} messages",
            () => $"They had: {string.Join(' ', streams.Select(stream => stream.Count))}",
            Patience.HeavyWork);
        var delivering = time.Elapsed;

        output.WriteLine($"{Total} messages acked in {sending.TotalSeconds:f1} s: {Total / sending.TotalSeconds:f0} messages/s");
        output.WriteLine(
            $"{(long)Total * Connections} events delivered in {delivering.TotalSeconds:f1} s: "
            + $"{Total * Connections / delivering.TotalSeconds:f0} events/s");
        Assert.Equal(Enumerable.Range(0, Total).Select(i => first + 1 + i), streams[0].Select(seen => seen.Seq));
        Assert.All(streams, stream => Assert.True(stream.SequenceEqual(streams[0]), "two saw two orders"));
        var places = streams[0].ToDictionary(seen => seen.Key, seen => seen.Seq);
        Assert.Equal(Total, places.Count);
        foreach (var (key, seq) in acked.SelectMany(acks => acks))
        {
            Assert.Equal(seq, places[key]);
        }

        ServerOutput.AssertCalm(server);
    }

    private static void Take(Frame push, string room, List<(long Seq, string Key)> stream, TaskCompletionSource done)
    {
        if (push.IsEvent && push.Room == room && push.Kind == "message")
        {
            stream.Add((push.Seq, push.Key!));
            if (stream.Count == Total)
            {
                done.TrySetResult();
            }
        }
        else if (push.Type == "gap")
        {
            done.TrySetException(new InvalidOperationException($"a reader that reads got {push}"));
        }
    }

    private static async Task<List<(string Key, long Seq)>> SendAllAsync(ChatClient client, string room, int who)
    {
        var acks = new List<(string, long)>();
        for (var i = 0; i < Each; i++)
        {
            var key = $"{who}-{i}";
            var ack = await client.SayAsync(room, key, $"message {i} of {who}");
            Assert.True(ack.Type == "ack", ack.ToString());
            acks.Add((key, ack.Seq));
        }

        return acks;
    }
}
