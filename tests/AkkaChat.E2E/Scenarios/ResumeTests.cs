using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Coming back with cursors.</summary>
[Collection(SharedServer.Collection)]
public sealed class ResumeTests(SharedServer shared) : IAsyncLifetime
{
    private const int MostPushed = 300;

    private readonly Cast _cast = new(shared.Server);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cast.DisposeAsync();

    [Theory]
    [InlineData(MostPushed)]
    [InlineData(120)]
    public async Task What_was_missed_comes_in_order_and_before_what_is_new(int missed)
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var bobGuest = await _cast.GuestAsync("Bob");
        var room = await Cast.RoomAsync(ann, bobGuest);
        await SayManyAsync(ann, room, missed, "missed");
        var head = missed + 3;

        // One more that is said meanwhile makes 300 too many: then a gap is right, and must be announced.
        using var stop = new CancellationTokenSource();
        var talking = TalkAsync(ann, room, stop.Token);
        var bob = await _cast.ConnectAsync(
            bobGuest, new ConnectOptions { Cursors = new Dictionary<string, long> { [room] = head - missed } });
        var listed = bob.Welcome.List("rooms").Single(r => r.Text("id") == room).Number("lastSeq");
        await bob.WaitForAsync(
            push => push.Room == room && (push.Type == "gap" || (push.IsEvent && push.Seq >= listed)), "what was missed");
        await stop.CancelAsync();
        var last = await talking;
        await bob.WaitForAsync(
            push => push.Room == room && (push.IsEvent ? push.Seq == last : push.Type == "gap" && push.Number("lastSeq") >= last),
            $"event {last}, or a gap that covers it");

        AssertNoSilentGap(bob.Pushes.Where(push => push.Room == room), head - missed, last);
    }

    [Fact]
    public async Task More_than_that_is_announced_as_a_gap_that_history_fills()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var bobGuest = await _cast.GuestAsync("Bob");
        var room = await Cast.RoomAsync(ann, bobGuest);
        await SayManyAsync(ann, room, MostPushed + 1, "missed");
        const long head = MostPushed + 4;

        var bob = await _cast.ConnectAsync(bobGuest, new ConnectOptions { Cursors = new Dictionary<string, long> { [room] = 3 } });
        var gap = await bob.WaitForAsync(push => push.Type == "gap", "the gap");
        var sent = await ann.SayAsync(room, "c-new", "new");
        await bob.WaitForEventAsync(room, sent.Seq);

        Assert.Equal(room, gap.Room);
        Assert.Equal(3, gap.Number("after"));
        Assert.Equal(head, gap.Number("lastSeq"));
        Assert.Equal([sent.Seq], bob.EventsOf(room).Select(push => push.Seq));
        var filled = new List<long> { 3 };
        while (filled[^1] < head)
        {
            var page = await bob.AskAsync("history", new { room, after = filled[^1], limit = 100 });
            filled.AddRange(page.List("events").Select(e => e.Seq));
        }

        Assert.Equal(Enumerable.Range(3, filled.Count).Select(seq => (long)seq), filled);
    }

    [Fact]
    public async Task Every_room_has_a_cursor_of_its_own()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var bobGuest = await _cast.GuestAsync("Bob");
        var near = await Cast.RoomAsync(ann, bobGuest);
        var far = await Cast.RoomAsync(ann, bobGuest);
        var level = await Cast.RoomAsync(ann, bobGuest);
        var unknown = await Cast.RoomAsync(ann, bobGuest);
        await SayManyAsync(ann, near, 10, "near");
        await SayManyAsync(ann, far, MostPushed + 50, "far");

        var bob = await _cast.ConnectAsync(bobGuest, new ConnectOptions
        {
            Cursors = new Dictionary<string, long> { [near] = 3, [far] = 3, [level] = 3 },
        });
        await bob.WaitForEventAsync(near, 13);
        var gap = await bob.WaitForAsync(push => push.Type == "gap", "the gap");
        await bob.SyncAsync();

        Assert.Equal(far, gap.Room);
        Assert.Equal(Enumerable.Range(4, 10).Select(seq => (long)seq), bob.EventsOf(near).Select(push => push.Seq));
        Assert.Empty(bob.EventsOf(far));
        Assert.Empty(bob.EventsOf(level));
        Assert.Empty(bob.EventsOf(unknown));
    }

    [Fact]
    public async Task A_cursor_ahead_of_the_log_gets_what_comes()
    {
        var (_, ann) = await _cast.ComeAsync("Ann");
        var bobGuest = await _cast.GuestAsync("Bob");
        var room = await Cast.RoomAsync(ann, bobGuest);

        var bob = await _cast.ConnectAsync(
            bobGuest, new ConnectOptions { Cursors = new Dictionary<string, long> { [room] = 1000 } });
        var sent = await ann.SayAsync(room, "c-1", "hi");

        await bob.WaitForEventAsync(room, sent.Seq);
    }

    private static void AssertNoSilentGap(IEnumerable<Frame> pushes, long cursor, long last)
    {
        var at = cursor;
        foreach (var push in pushes)
        {
            if (push.Type == "gap")
            {
                Assert.Equal(at, push.Number("after"));
                at = push.Number("lastSeq");
            }
            else if (push.IsEvent)
            {
                Assert.Equal(++at, push.Seq);
            }
        }

        Assert.Equal(last, at);
    }

    private static async Task SayManyAsync(ChatClient client, string room, int count, string what)
    {
        var answers = new List<Task<Frame>>();
        for (var i = 0; i < count; i++)
        {
            var fields = new { room, clientMsgId = $"{what}-{i}", content = new { kind = "text", text = $"{what} {i}" } };
            answers.Add((await client.PostAsync("send", fields)).Answer);
        }

        var acks = await Patience.ForAsync(Task.WhenAll(answers), $"{count} acks", client.Arrived);
        Assert.All(acks, ack => Assert.Equal("ack", ack.Type));
    }

    private static async Task<long> TalkAsync(ChatClient client, string room, CancellationToken stop)
    {
        long last = 0;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var ack = await client.SayAsync(room, $"live-{i}", $"live {i}");
            last = ack.Type == "ack" ? ack.Seq : last;
        }

        return last;
    }
}
