using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>A client that does not read must cost the server little and the others nothing.</summary>
[Collection(Alone.Name)]
public sealed class SlowReaderTests
{
    private const int Messages = 2_000;

    // What the system keeps between two programs on one machine comes on top of what the server keeps.
    private const int TextUnits = 5_000;
    private const long MostGrowth = 160L * 1024 * 1024;
    private const int ReceiveBytes = 16 * 1024;

    [Fact]
    public async Task Who_does_not_read_costs_nothing_and_gets_a_gap_and_then_live_events()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var cast = new Cast(server);
        var (_, ann) = await cast.ComeAsync("Ann", new ConnectOptions { OnPush = _ => { } });
        var bobGuest = await cast.GuestAsync("Bob");
        var room = await Cast.RoomAsync(ann, bobGuest);
        var slow = await cast.ConnectAsync(bobGuest, new ConnectOptions { Platform = "ios" }, ReceiveBytes);
        var seen = new List<long>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var quick = await cast.ConnectAsync(bobGuest, new ConnectOptions
        {
            OnPush = push =>
            {
                if (push.IsEvent)
                {
                    seen.Add(push.Seq);
                    if (push.Seq == Messages + 3)
                    {
                        all.TrySetResult();
                    }
                }
            },
        });
        slow.StopReading();
        await SayManyAsync(ann, room, Messages / 10, "warm up");
        var before = server.ResidentBytes();

        await SayManyAsync(ann, room, Messages - (Messages / 10), "flood");
        await Patience.ForAsync(all.Task, "all events to reach the one who reads", () => $"{seen.Count} came");

        var grown = server.ResidentBytes() - before;
        Assert.True(grown < MostGrowth, $"The server grew by {grown / 1024 / 1024} MB for one slow reader.");
        Assert.Equal(Enumerable.Range(4, Messages).Select(seq => (long)seq), seen);
        Assert.Equal("pong", (await quick.SyncAsync()).Type);

        slow.ReadAgain();
        var gap = await slow.WaitForAsync(push => push.Type == "gap", "the gap");
        var head = gap.Number("lastSeq");
        while (head < Messages + 3)
        {
            var next = head; // it was slow again on the way
            var push = await slow.WaitForAsync(
                p => (p.IsEvent && p.Seq == next + 1) || (p.Type == "gap" && p.Number("after") == next), $"what follows {next}");
            head = push.IsEvent ? push.Seq : push.Number("lastSeq");
        }

        var live = await ann.SayAsync(room, "c-live", "are you back?");
        await slow.WaitForEventAsync(room, live.Seq);
        AssertNoSilentGap(slow.Pushes, live.Seq);
        var page = await slow.AskAsync("history", new { room, after = gap.Number("after"), limit = 1 });
        Assert.Equal(gap.Number("after") + 1, Assert.Single(page.List("events")).Seq);
        ServerOutput.AssertCalm(server);
    }

    [Fact]
    public async Task Who_stays_slow_and_then_reads_finds_4008()
    {
        await using var server = await ServerProcess.StartAsync("Sessions:SlowTimeout=00:00:00.5");
        await using var cast = new Cast(server);
        var (_, ann) = await cast.ComeAsync("Ann", new ConnectOptions { OnPush = _ => { } });
        var bobGuest = await cast.GuestAsync("Bob");
        var watch = await cast.ConnectAsync(bobGuest, new ConnectOptions { OnPush = _ => { } });
        var room = await Cast.RoomAsync(ann, bobGuest);
        var slow = await cast.ConnectAsync(bobGuest, new ConnectOptions { Platform = "ios" }, ReceiveBytes);
        slow.StopReading();
        await SayManyAsync(ann, room, 300, "flood");
        await SayForAWhileAsync(ann, room);

        slow.ReadAgain();

        var bye = await slow.WaitForAsync(push => push.Type == "bye", "bye");
        Assert.Equal(4008, bye.Number("code"));
        Assert.True(bye.Flag("reconnect"));
        Assert.Equal(4008, (await slow.WaitForEndAsync("the close")).Code);
        Assert.Equal("pong", (await watch.SyncAsync()).Type);
    }

    [Fact]
    public async Task Who_never_reads_again_is_cut_off()
    {
        await using var server = await ServerProcess.StartAsync("Sessions:SlowTimeout=00:00:00.5");
        await using var cast = new Cast(server);
        var (_, ann) = await cast.ComeAsync("Ann", new ConnectOptions { OnPush = _ => { } });
        var bobGuest = await cast.GuestAsync("Bob");
        var room = await Cast.RoomAsync(ann, bobGuest);
        var slow = await cast.ConnectAsync(bobGuest, new ConnectOptions { Platform = "ios" }, ReceiveBytes);
        slow.StopReading();

        await SayManyAsync(ann, room, 500, "flood");

        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    await slow.SendAsync("""{"type":"pong"}""");
                    return false;
                }
                catch (Exception cut) when (cut is System.Net.WebSockets.WebSocketException or IOException or OperationCanceledException)
                {
                    return true;
                }
            },
            "the server to cut the one who never reads");
    }

    private static void AssertNoSilentGap(IEnumerable<Frame> pushes, long last)
    {
        long? at = null;
        foreach (var push in pushes)
        {
            if (push.Type == "gap")
            {
                Assert.Equal(at ?? push.Number("after"), push.Number("after"));
                at = push.Number("lastSeq");
            }
            else if (push.IsEvent)
            {
                Assert.Equal((at ?? (push.Seq - 1)) + 1, push.Seq);
                at = push.Seq;
            }
        }

        Assert.Equal(last, at);
    }

    // Talks until the time for slow clients has passed by the server's own clock, as its acks show.
    private static async Task SayForAWhileAsync(ChatClient client, string room)
    {
        long? since = null;
        for (var i = 0; ; i++)
        {
            var ack = await client.SayAsync(room, $"while-{i}", "time goes by");
            since ??= ack.Number("time");
            if (ack.Number("time") - since > 700)
            {
                return;
            }
        }
    }

    private static async Task SayManyAsync(ChatClient client, string room, int count, string what)
    {
        var text = new string('字', TextUnits);
        var answers = new Queue<Task<Frame>>();
        for (var i = 0; i < count; i++)
        {
            var fields = new { room, clientMsgId = $"{what}-{i}", content = new { kind = "text", text } };
            answers.Enqueue((await client.PostAsync("send", fields)).Answer);
            if (answers.Count > 16)
            {
                await NextAsync();
            }
        }

        while (answers.Count > 0)
        {
            await NextAsync();
        }

        async Task NextAsync()
        {
            var answer = await Patience.ForAsync(answers.Dequeue(), "an ack", client.Arrived);
            Assert.True(answer.Type == "ack", answer.ToString());
        }
    }
}
