using Akka.Actor;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class PlainLobbyActorTests : ActorTests
{
    private const int MaxUnsentBytes = 100;
    private const int MaxUnheard = 32;

    private readonly PlainGate _gate = new();
    private readonly IActorRef _lobby;

    public PlainLobbyActorTests() => _lobby = Sys.ActorOf(Props.Create(() => new PlainLobbyActor(null)));

    [Fact]
    public async Task A_text_goes_to_all_others_as_it_is()
    {
        var (ann, annSocket) = Come();
        var (_, bobSocket) = Come();
        var (_, catSocket) = Come();

        Say(ann, "h\u00e9\u0000llo");
        Say(Come().Plain, "end");

        Assert.Equal("h\u00e9\u0000llo", await bobSocket.NextTextAsync());
        Assert.Equal("h\u00e9\u0000llo", await catSocket.NextTextAsync());
        Assert.Equal("end", await annSocket.NextTextAsync());
    }

    [Fact]
    public async Task All_get_the_texts_of_all_in_one_order()
    {
        var (ann, _) = Come();
        var (bob, _) = Come();
        var (_, catSocket) = Come();
        var (_, danSocket) = Come();

        for (var i = 0; i < 20; i++)
        {
            Say(i % 2 == 0 ? ann : bob, $"{i}");
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"{i}", await catSocket.NextTextAsync());
            Assert.Equal($"{i}", await danSocket.NextTextAsync());
        }
    }

    [Fact]
    public async Task Who_went_gets_nothing_more()
    {
        var (ann, annSocket) = Come();
        var (bob, _) = Come();
        var (_, catSocket) = Come();

        _lobby.Tell(new PlainLobbyActor.Go(ann));
        Say(bob, "bye");

        Assert.Equal("bye", await catSocket.NextTextAsync());
        Assert.False(annSocket.HasMore);
    }

    [Fact]
    public async Task Who_does_not_read_is_cut_off_and_the_others_hear_on()
    {
        var (ann, _) = Come();
        var (_, slowSocket) = Come();
        var (_, bobSocket) = Come();
        slowSocket.StopReading();

        Say(ann, new string('x', MaxUnsentBytes));
        Say(ann, "one too many");

        await slowSocket.AbortedAsync();
        Assert.Equal(MaxUnsentBytes, (await bobSocket.NextTextAsync()).Length);
        Assert.Equal("one too many", await bobSocket.NextTextAsync());
    }

    [Fact]
    public async Task A_connection_may_say_so_much_before_it_is_heard_and_then_waits()
    {
        var (ann, _) = Come();
        for (var i = 0; i < MaxUnheard; i++)
        {
            await ann.MaySayAsync(CancellationToken.None);
        }

        var next = ann.MaySayAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        Say(ann, "hello");

        await next;
    }

    [Fact]
    public async Task All_connections_of_a_node_together_may_say_so_much_and_then_wait()
    {
        var sockets = Enumerable.Range(0, 1 + (PlainGate.MostUnheard / MaxUnheard)).Select(_ => Come().Plain).ToList();
        foreach (var socket in sockets.Take(sockets.Count - 1))
        {
            for (var i = 0; i < MaxUnheard; i++)
            {
                await socket.MaySayAsync(CancellationToken.None);
            }
        }

        var next = sockets[^1].MaySayAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        Say(sockets[0], "hello");

        await next;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _gate.Dispose();
    }

    private (PlainSocket Plain, FakeSocket Socket) Come()
    {
        var socket = new FakeSocket();
        var plain = new PlainSocket(new SocketWriter(socket, stream: null, MaxUnsentBytes), _gate);
        _lobby.Tell(new PlainLobbyActor.Come(plain));
        return (plain, socket);
    }

    private void Say(PlainSocket from, string text) =>
        _lobby.Tell(new PlainLobbyActor.Say(from, System.Text.Encoding.UTF8.GetBytes(text)));
}
