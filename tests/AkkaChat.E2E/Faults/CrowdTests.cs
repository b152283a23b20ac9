using System.Globalization;
using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>Many clients, and bad ones, on a cluster.</summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class CrowdTests(FaultCluster shared, ITestOutputHelper output)
{
    private const int Messages = 1_500;
    private const int TextUnits = 5_000;
    private const int AtOnce = 8; // less than a client may have unread
    private const long MostGrowth = 160L * 1024 * 1024;
    private const int ReceiveBytes = 16 * 1024;

    private static int People => LoadSize.IsLong ? 1_000 : 300;

    [Fact]
    public async Task When_all_come_back_at_once_the_others_go_on_talking()
    {
        var cluster = await shared.ReadyAsync();
        await using var crowd = await Crowd.ComeAsync(cluster, People);
        await using var load = await FaultLoad.StartAsync(cluster);

        load.Note("storm");
        var from = load.History.Length;
        var took = await crowd.ComeBackAsync();
        var lines = load.History.Since(from);
        load.Note("all back");
        await load.AllRoomsAckAsync("all to go on");

        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{crowd.Count} back after {took.TotalSeconds:f1} s, p99 of the others' sends meanwhile {Waits(lines).TotalMilliseconds:f0} ms");
        await FaultTest.AssertKeptAsync(load, cluster, "reconnect storm", output, figures);
    }

    [Fact]
    public async Task Who_does_not_read_costs_no_node_much_and_gets_a_gap() => await NotReadAsync(await shared.ReadyAsync());

    [Fact]
    [Trait(FaultTest.Set, FaultTest.Long)]
    public async Task Who_does_not_read_breaks_no_promise_to_the_others()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);

        load.Note("one on each node does not read");
        await NotReadAsync(cluster);
        load.Note("they have read again");
        await load.AllRoomsAckAsync("all to go on");

        await FaultTest.AssertKeptAsync(load, cluster, "slow readers", output);
    }

    [Fact]
    [Trait(FaultTest.Set, FaultTest.Long)]
    public async Task Who_means_harm_breaks_no_promise_to_the_others()
    {
        var cluster = await shared.ReadyAsync();
        await using var load = await FaultLoad.StartAsync(cluster);

        load.Note("attack");
        var attacks = await Task.WhenAll(cluster.Servers.Select(server => Attack.RunAsync(server, LoadSize.FaultTime)));
        load.Note("attack over");
        await load.AllRoomsAckAsync("all to go on");

        await FaultTest.AssertKeptAsync(
            load, cluster, "hostile clients", output, $"attacks on each node {string.Join(' ', attacks)}");
    }

    private static async Task NotReadAsync(Cluster cluster)
    {
        await using var cast = new Cast(cluster.Servers[0]);
        var (_, ann) = await cast.ComeAsync("Ann", new ConnectOptions { OnPush = _ => { } });
        var slowGuests = await Task.WhenAll(cluster.Servers.Select(server => Guest.SignInAsync(server, "Slow")));
        var quickGuests = await Task.WhenAll(cluster.Servers.Select(server => Guest.SignInAsync(server, "Quick")));
        var room = await Cast.RoomAsync(ann, [.. slowGuests, .. quickGuests]);
        var first = slowGuests.Length + quickGuests.Length + 2; // the room itself, then everybody who is in it
        var last = first + Messages;
        var readers = quickGuests.Select(_ => new StepReader(room, first, last)).ToList();
        var slow = new List<ChatClient>();
        for (var node = 0; node < cluster.Servers.Count; node++)
        {
            // One on each node, so at least all but one are on another node than the room.
            await cast.ConnectAsync(cluster.Servers[node], quickGuests[node], new ConnectOptions { OnPush = readers[node].Take });
            slow.Add(await cast.ConnectAsync(cluster.Servers[node], slowGuests[node], receiveBytes: ReceiveBytes));
        }

        slow.ForEach(client => client.StopReading());
        await SayAsync(ann, room, 0, Messages / 10, readers, first);
        var before = cluster.Servers.Select(server => server.ResidentBytes()).ToList();
        await SayAsync(ann, room, Messages / 10, Messages, readers, first);
        await Task.WhenAll(readers.Select(reader => Patience.ForAsync(reader.Done, $"event {last}", () => $"{reader.At} came")));

        for (var node = 0; node < before.Count; node++)
        {
            var grown = cluster.Servers[node].ResidentBytes() - before[node];
            Assert.True(grown < MostGrowth, $"Node {node} grew by {grown / 1024 / 1024} MB for one slow reader.");
        }

        slow.ForEach(client => client.ReadAgain());
        await Task.WhenAll(slow.Select(client => client.WaitForAsync(push => push.Type == "gap", "the gap")));
        var live = await ann.SayAsync(room, "c-live", "are you back?");
        await Task.WhenAll(slow.Select(client => client.WaitForAsync(
            push => (push.IsEvent && push.Seq == live.Seq) || (push.Type == "gap" && push.Number("lastSeq") >= live.Seq),
            $"event {live.Seq}, or a gap up to it")));
    }

    // The time that 99 of 100 messages needed at most.
    private static TimeSpan Waits(IReadOnlyList<HistoryLine> lines)
    {
        var waits = Waiting.OfMessages(lines).Order().ToList();
        return waits.Count == 0 ? TimeSpan.Zero : waits[waits.Count * 99 / 100];
    }

    // No faster than the quick readers: on a busy machine they would be slow ones too.
    private static async Task SayAsync(
        ChatClient client, string room, int from, int to, List<StepReader> readers, long first)
    {
        var text = new string('字', TextUnits);
        foreach (var some in Enumerable.Range(from, to - from).Chunk(AtOnce))
        {
            var answers = new List<Task<Frame>>();
            foreach (var i in some)
            {
                var fields = new { room, clientMsgId = $"flood-{i}", content = new { kind = "text", text } };
                answers.Add((await client.PostAsync("send", fields)).Answer);
            }

            foreach (var answer in await Patience.ForAsync(Task.WhenAll(answers), "acks", client.Arrived))
            {
                Assert.True(answer.Type == "ack", answer.ToString());
            }

            await Patience.UntilAsync(
                () => Task.FromResult(readers.All(reader => reader.At > first + some[^1] || reader.Done.IsFaulted)),
                $"message {some[^1]} to be read",
                () => string.Join(", ", readers.Select(reader => reader.At)));
        }
    }
}
