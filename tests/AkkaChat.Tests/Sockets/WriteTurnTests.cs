using AkkaChat.Server.Sockets;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class WriteTurnTests
{
    private WriteTurn _turn;

    [Fact]
    public async Task Who_waits_gets_the_turn_when_it_is_left()
    {
        Assert.True(_turn.TryEnter());
        Assert.False(_turn.TryEnter());
        var first = _turn.EnterAsync();
        var second = _turn.EnterAsync();
        Assert.False(first.IsCompleted || second.IsCompleted);

        _turn.Leave();
        var winner = await Task.WhenAny(first, second);
        Assert.False(first.IsCompleted && second.IsCompleted);
        _turn.Leave();
        await Task.WhenAll(first, second);

        Assert.False(_turn.TryEnter());
        _turn.Leave();
        Assert.True(_turn.TryEnter());
        Assert.True(winner.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Many_take_turns()
    {
        var inside = 0;
        var most = 0;
        var count = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                await _turn.EnterAsync();
                most = Math.Max(most, ++inside);
                count++;
                await Task.Yield();
                inside--;
                _turn.Leave();
            }
        })));

        Assert.Equal(8_000, count);
        Assert.Equal(1, most);
    }
}
