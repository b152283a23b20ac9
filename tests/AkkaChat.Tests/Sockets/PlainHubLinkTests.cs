using System.Text;
using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

/// <summary>The plain lobby of one node among several; the hub is a probe.</summary>
public sealed class PlainHubLinkTests : ActorTests
{
    private const long Hub = 42;
    private const int MaxUnsentBytes = 1024;

    private readonly PlainGate _gate = new();
    private readonly TestProbe _hubs;
    private readonly TestProbe _hub;
    private readonly IActorRef _lobby;

    public PlainHubLinkTests()
    {
        _hubs = CreateTestProbe("hubs");
        _hub = CreateTestProbe("hub");
        _lobby = Sys.ActorOf(Props.Create(() => new PlainLobbyActor(_hubs)));
    }

    [Fact]
    public async Task A_text_is_passed_on_when_the_hub_says_it_and_not_to_its_sender()
    {
        var node = await JoinAsync();
        var (ann, annSocket) = Come();
        var (_, bobSocket) = Come();

        Say(ann, "hello");
        var say = await _hub.ExpectMsgAsync<PlainHubCommand.Say>();
        Said(1, node, say.Number, "hello");
        Said(2, "elsewhere", 1, "hi");

        Assert.Equal("hello", await bobSocket.NextTextAsync());
        Assert.Equal("hi", await bobSocket.NextTextAsync());
        Assert.Equal("hi", await annSocket.NextTextAsync());
    }

    [Fact]
    public async Task Texts_wait_for_a_hub_and_are_said_in_order()
    {
        await _hubs.ExpectMsgAsync<PlainHubCommand.Join>();
        var (ann, _) = Come();
        Say(ann, "a");
        Say(ann, "b");

        _lobby.Tell(new PlainHubPush.Joined(Hub, 0), _hub);

        Assert.Equal(1, (await _hub.ExpectMsgAsync<PlainHubCommand.Say>()).Number);
        Assert.Equal(2, (await _hub.ExpectMsgAsync<PlainHubCommand.Say>()).Number);
    }

    [Fact]
    public async Task Looking_for_a_hub_is_repeated()
    {
        await _hubs.ExpectMsgAsync<PlainHubCommand.Join>();

        Advance(PlainHubLink.Interval);

        await _hubs.ExpectMsgAsync<PlainHubCommand.Join>();
    }

    [Fact]
    public async Task A_text_that_was_not_heard_is_said_again()
    {
        await JoinAsync();
        Say(Come().Plain, "a");
        await _hub.ExpectMsgAsync<PlainHubCommand.Say>();

        await JoinedAgainAsync(position: 0);

        Assert.Equal(1, (await _hub.ExpectMsgAsync<PlainHubCommand.Say>()).Number);
    }

    [Fact]
    public async Task A_text_behind_a_missing_one_waits_for_it()
    {
        await JoinAsync();
        var (_, socket) = Come();
        Said(2, "elsewhere", 2, "b");
        var join = await AskedAgainAsync();

        _lobby.Tell(new PlainHubPush.Joined(Hub, 0), _hub);
        Said(1, "elsewhere", 1, "a");
        Said(2, "elsewhere", 2, "b");

        Assert.Equal((Hub, 0L), (join.Hub, join.Position));
        Assert.Equal("a", await socket.NextTextAsync());
        Assert.Equal("b", await socket.NextTextAsync());
    }

    [Fact]
    public async Task A_text_that_comes_again_is_passed_on_once()
    {
        await JoinAsync();
        var (_, socket) = Come();
        Said(1, "elsewhere", 1, "a");

        Said(1, "elsewhere", 1, "a");
        Said(2, "elsewhere", 2, "b");

        Assert.Equal("a", await socket.NextTextAsync());
        Assert.Equal("b", await socket.NextTextAsync());
    }

    [Fact]
    public async Task A_text_that_two_hubs_say_is_passed_on_once()
    {
        const long NextHub = 43;
        await JoinAsync();
        var (_, socket) = Come();
        Said(1, "elsewhere", 1, "a");
        var second = await MovedAsync(NextHub);

        _lobby.Tell(new PlainHubPush.Said(NextHub, 1, "elsewhere", 1, "a"u8.ToArray()), second);
        _lobby.Tell(new PlainHubPush.Said(NextHub, 2, "elsewhere", 2, "b"u8.ToArray()), second);

        Assert.Equal("a", await socket.NextTextAsync());
        Assert.Equal("b", await socket.NextTextAsync());
    }

    [Fact]
    public async Task When_the_hub_moved_the_next_one_hears_what_the_first_did_not_tell()
    {
        var node = await JoinAsync();
        var (ann, _) = Come();
        var (_, bobSocket) = Come();
        Say(ann, "a");
        Say(ann, "b");
        Said(1, node, 1, "a");
        await bobSocket.NextTextAsync();

        var second = await MovedAsync(hub: 43);

        var say = await second.ExpectMsgAsync<PlainHubCommand.Say>();
        Assert.Equal((2L, "b"), (say.Number, Encoding.UTF8.GetString(say.Text.Span)));
    }

    [Fact]
    public async Task A_connection_may_go_before_its_last_text_is_heard()
    {
        var node = await JoinAsync();
        var (ann, _) = Come();
        var (_, bobSocket) = Come();
        Say(ann, "bye");
        _lobby.Tell(new PlainLobbyActor.Go(ann));

        Said(1, node, 1, "bye");
        Said(2, "elsewhere", 1, "still here");

        Assert.Equal("bye", await bobSocket.NextTextAsync());
        Assert.Equal("still here", await bobSocket.NextTextAsync());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _gate.Dispose();
    }

    private async Task<string> JoinAsync()
    {
        var join = await _hubs.ExpectMsgAsync<PlainHubCommand.Join>();
        _lobby.Tell(new PlainHubPush.Joined(Hub, 0), _hub);
        return join.Node;
    }

    private async Task<PlainHubCommand.Join> AskedAgainAsync()
    {
        await AwaitConditionAsync(() =>
        {
            Advance(PlainHubLink.Interval);
            return Task.FromResult(_hubs.HasMessages);
        });
        return await _hubs.ExpectMsgAsync<PlainHubCommand.Join>();
    }

    private async Task JoinedAgainAsync(long position)
    {
        await AskedAgainAsync();
        _lobby.Tell(new PlainHubPush.Joined(Hub, position), _hub);
    }

    private async Task<TestProbe> MovedAsync(long hub)
    {
        var second = CreateTestProbe();
        Sys.Stop(_hub);
        Assert.Equal(Hub, (await _hubs.ExpectMsgAsync<PlainHubCommand.Join>()).Hub);
        _lobby.Tell(new PlainHubPush.Joined(hub, 0), second);
        return second;
    }

    private (PlainSocket Plain, FakeSocket Socket) Come()
    {
        var socket = new FakeSocket();
        var plain = new PlainSocket(new SocketWriter(socket, stream: null, MaxUnsentBytes), _gate);
        _lobby.Tell(new PlainLobbyActor.Come(plain));
        return (plain, socket);
    }

    // As the socket's reader does: a credit for each text.
    private void Say(PlainSocket from, string text)
    {
        Assert.True(from.MaySayAsync(CancellationToken.None).IsCompletedSuccessfully);
        _lobby.Tell(new PlainLobbyActor.Say(from, Encoding.UTF8.GetBytes(text)));
    }

    private void Said(long position, string node, long number, string text) =>
        _lobby.Tell(new PlainHubPush.Said(Hub, position, node, number, Encoding.UTF8.GetBytes(text)), _hub);
}
