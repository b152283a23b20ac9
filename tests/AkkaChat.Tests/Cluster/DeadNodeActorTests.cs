using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using AkkaChat.Server.Cluster;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class DeadNodeActorTests : ClusterStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<Address> _asked = Channel.CreateUnbounded<Address>();

    [Fact]
    public async Task A_dead_node_is_removed_though_heartbeats_have_not_missed_it()
    {
        var nodes = await FormAsync(3);
        Watch(nodes[0]);
        Watch(nodes[1]);

        await nodes[2].Terminate();

        await UntilAsync(nodes[0], "two members", () => Of(nodes[0]).State.Members.Count == 2);
        await UntilAsync(nodes[1], "two members", () => Of(nodes[1]).State.Members.Count == 2);
    }

    [Fact]
    public async Task A_dead_leader_is_removed_too()
    {
        var nodes = await FormAsync(3);
        var leader = nodes.Single(node => AddressOf(node) == Of(nodes[0]).State.Leader);
        var others = nodes.Where(node => node != leader).ToList();
        others.ForEach(node => Watch(node));

        await leader.Terminate();

        await UntilAsync(others[0], "two members", () => Of(others[0]).State.Members.Count == 2);
        await UntilAsync(others[1], "two members", () => Of(others[1]).State.Members.Count == 2);
    }

    [Theory]
    [InlineData(PortAnswer.Accepted)]
    [InlineData(PortAnswer.Unknown)]
    internal async Task A_node_that_does_not_refuse_stays(PortAnswer answer)
    {
        var nodes = await FormAsync(3);
        Watch(nodes[0], address => AnswerAsync(address, answer));

        // The second question about a node is only asked once the answer to the first has cleared it.
        await BreakAsync(nodes[0], nodes[1]);
        await BreakAsync(nodes[0], nodes[1]);

        Assert.Equal(3, UpIn(nodes[0]));
    }

    [Fact]
    public async Task One_refusal_among_other_answers_is_no_proof()
    {
        var nodes = await FormAsync(3);
        var answers = new Queue<PortAnswer>([PortAnswer.Refused, PortAnswer.Accepted, PortAnswer.Refused, PortAnswer.Accepted]);
        Watch(nodes[0], address => AnswerAsync(address, answers.TryDequeue(out var answer) ? answer : PortAnswer.Accepted));

        await BreakAsync(nodes[0], nodes[1]);
        await NextAskedAsync();
        await BreakAsync(nodes[0], nodes[1]);

        Assert.Equal(3, UpIn(nodes[0]));
    }

    [Fact]
    public async Task Whoever_reaches_too_few_downs_nobody()
    {
        var nodes = await FormAsync(3);
        Watch(
            nodes[0],
            address => AnswerAsync(address, PortAnswer.Refused),
            address =>
            {
                _asked.Writer.TryWrite(address);
                return Task.FromResult(false);
            });

        await BreakAsync(nodes[0], nodes[1]);
        while (await NextAskedAsync() != AddressOf(nodes[2]))
        {
            // Asked for the proof; then the third node is asked on whose side it is.
        }

        await BreakAsync(nodes[0], nodes[1]);

        Assert.Equal(3, UpIn(nodes[0]));
    }

    [Fact]
    public async Task A_node_knows_who_answers()
    {
        var nodes = await FormAsync(2);
        var gone = AddressOf(nodes[1]);
        Assert.True(await DeadNodes.AnswersAsync(nodes[0], gone, Patience));

        await nodes[1].Terminate();

        Assert.False(await DeadNodes.AnswersAsync(nodes[0], gone, TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task A_node_that_leaves_goes_as_one_that_left()
    {
        var nodes = await FormAsync(3);
        Watch(nodes[0]);
        Watch(nodes[1]);
        var events = CreateTestProbe();
        Of(nodes[0]).Subscribe(events, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));

        await Of(nodes[2]).LeaveAsync();
        await nodes[2].Terminate();

        var removed = await events.ExpectMsgAsync<ClusterEvent.MemberRemoved>(Patience);
        Assert.Equal(MemberStatus.Exiting, removed.PreviousStatus);
    }

    [Fact]
    public async Task A_node_that_was_cleared_and_dies_is_found_the_next_time()
    {
        var nodes = await FormAsync(3);
        Watch(nodes[0], address => AnswerAsync(address, null));
        await BreakAsync(nodes[0], nodes[2]);

        await nodes[2].Terminate();

        await UntilAsync(nodes[0], "two members", () => Of(nodes[0]).State.Members.Count == 2);
    }

    // Says that the connection broke, again and again: while an earlier suspicion lasts, nothing is asked.
    private Task BreakAsync(ActorSystem here, ActorSystem there) => UntilAsync(here, "a question to the port", () =>
    {
        here.EventStream.Publish(new DisassociatedEvent(AddressOf(here), AddressOf(there), inbound: false));
        return _asked.Reader.TryRead(out var asked) && asked == AddressOf(there);
    });

    private async Task<Address> NextAskedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _asked.Reader.ReadAsync(patience.Token);
    }

    // Says what it is told to; null: what the port says.
    private async Task<PortAnswer> AnswerAsync(Address address, PortAnswer? answer)
    {
        var said = answer ?? await PortProbe.AskAsync(address, Finding.Timeout);
        _asked.Writer.TryWrite(address);
        return said;
    }
}
