using System.Text;
using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class PlainHubActorTests : ActorTests
{
    private readonly IActorRef _hub;
    private readonly TestProbe _one;
    private readonly TestProbe _other;

    public PlainHubActorTests()
    {
        _hub = Sys.ActorOf(Props.Create(() => new PlainHubActor()));
        _one = CreateTestProbe("one");
        _other = CreateTestProbe("other");
    }

    [Fact]
    public async Task Every_node_hears_every_text_in_one_order_with_its_place()
    {
        await JoinAsync(_one);
        await JoinAsync(_other);

        Say(_one, 1, "a");
        Say(_other, 1, "b");
        Say(_one, 2, "c");

        foreach (var node in new[] { _one, _other })
        {
            Assert.Equal([(1, "a"), (2, "b"), (3, "c")], await SaidAsync(node, 3));
        }
    }

    [Fact]
    public async Task A_text_said_twice_is_taken_once()
    {
        await JoinAsync(_one);

        Say(_one, 1, "a");
        Say(_one, 1, "a");
        Say(_one, 2, "b");

        Assert.Equal([(1, "a"), (2, "b")], await SaidAsync(_one, 2));
    }

    [Fact]
    public async Task A_text_whose_forerunner_was_lost_waits_for_it()
    {
        await JoinAsync(_one);

        Say(_one, 2, "b");
        Say(_one, 1, "a");
        Say(_one, 2, "b");

        Assert.Equal([(1, "a"), (2, "b")], await SaidAsync(_one, 2));
    }

    [Fact]
    public async Task A_node_that_missed_texts_gets_them_when_it_asks()
    {
        var hub = (await JoinAsync(_one)).Hub;
        Say(_one, 1, "a");
        Say(_one, 2, "b");
        await SaidAsync(_one, 2);

        var joined = await JoinAsync(_one, hub, position: 1, heard: 1);

        Assert.Equal(1, joined.Position);
        Assert.Equal([(2, "b")], await SaidAsync(_one, 1));
    }

    [Fact]
    public async Task A_new_node_has_missed_nothing()
    {
        await JoinAsync(_one);
        Say(_one, 1, "a");
        await SaidAsync(_one, 1);

        Assert.Equal(1, (await JoinAsync(_other)).Position);

        Say(_one, 2, "b");
        Assert.Equal([(2, "b")], await SaidAsync(_other, 1));
    }

    [Fact]
    public async Task A_node_that_heard_another_hub_before_gets_all_that_was_said_to_this_one()
    {
        const long FormerHub = 99;
        await JoinAsync(_one, FormerHub, position: 500, heard: 7);
        Say(_one, 8, "a");
        await SaidAsync(_one, 1);

        var joined = await JoinAsync(_other, FormerHub, position: 500);

        Assert.Equal(0, joined.Position);
        Assert.Equal([(1, "a")], await SaidAsync(_other, 1));
    }

    [Fact]
    public async Task Texts_are_kept_up_to_a_limit()
    {
        var hub = (await JoinAsync(_one)).Hub;
        for (var i = 1; i <= PlainHubActor.MostKept + 1; i++)
        {
            Say(_one, i, $"{i}");
        }

        await SaidAsync(_one, PlainHubActor.MostKept + 1);

        Assert.Equal(1, (await JoinAsync(_other, hub, position: 0)).Position);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_forgotten()
    {
        await JoinAsync(_one);
        await JoinAsync(_other);
        await WatchAsync(_other);
        Sys.Stop(_other);
        await ExpectTerminatedAsync(_other);

        Say(_one, 1, "a");

        Assert.Equal([(1, "a")], await SaidAsync(_one, 1));
    }

    private static async Task<(long Position, string Text)[]> SaidAsync(TestProbe node, int count)
    {
        var texts = new (long, string)[count];
        for (var i = 0; i < count; i++)
        {
            var said = await node.ExpectMsgAsync<PlainHubPush.Said>();
            texts[i] = (said.Position, Encoding.UTF8.GetString(said.Text.Span));
        }

        return texts;
    }

    private async Task<PlainHubPush.Joined> JoinAsync(TestProbe node, long hub = 0, long position = 0, long heard = 0)
    {
        _hub.Tell(new PlainHubCommand.Join(node.Ref.Path.Name, hub, position, heard), node);
        return await node.ExpectMsgAsync<PlainHubPush.Joined>();
    }

    private void Say(TestProbe node, long number, string text) =>
        _hub.Tell(new PlainHubCommand.Say(node.Ref.Path.Name, number, Encoding.UTF8.GetBytes(text)), node);
}
