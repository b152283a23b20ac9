using System.Net.WebSockets;
using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class SocketReaderTests : IDisposable
{
    private const int MaxFrameBytes = 10_000; // more than the first buffer holds

    private readonly Connection _connection = new();
    private readonly List<string> _frames = [];

    [Fact]
    public async Task Frames_come_in_order_until_the_client_closes()
    {
        await _connection.SendAsync("one");
        await _connection.SendAsync("two");
        await _connection.CloseAsync();

        var end = await RunAsync();

        Assert.Equal(SocketReader.End.Closed, end);
        Assert.Equal(["one", "two"], _frames);
    }

    [Fact]
    public async Task Fragments_are_put_together()
    {
        await _connection.SendAsync("on", end: false);
        await _connection.SendAsync("", end: false);
        await _connection.SendAsync("e", end: true);
        await _connection.CloseAsync();

        await RunAsync();

        Assert.Equal(["one"], _frames);
    }

    [Fact]
    public async Task A_frame_of_the_largest_size_is_taken()
    {
        var text = new string('x', MaxFrameBytes);
        await _connection.SendAsync(text);
        await _connection.CloseAsync();

        await RunAsync();

        Assert.Equal([text], _frames);
    }

    [Fact]
    public async Task A_frame_one_byte_too_large_ends_reading()
    {
        await _connection.SendAsync(new string('x', MaxFrameBytes + 1));

        Assert.Equal(SocketReader.End.TooLarge, await RunAsync());
        Assert.Empty(_frames);
    }

    [Fact]
    public async Task Fragments_that_are_together_too_large_end_reading_before_the_last_of_them()
    {
        await _connection.SendAsync(new string('x', MaxFrameBytes), end: false);
        await _connection.SendAsync("x", end: false);

        Assert.Equal(SocketReader.End.TooLarge, await RunAsync());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    public async Task A_binary_frame_ends_reading(string content)
    {
        await _connection.SendAsync(content, type: WebSocketMessageType.Binary);
        await _connection.CloseAsync();

        Assert.Equal(SocketReader.End.Binary, await RunAsync());
    }

    [Fact]
    public async Task An_empty_frame_is_a_frame()
    {
        await _connection.SendAsync("");
        await _connection.SendAsync("one");
        await _connection.CloseAsync();

        await RunAsync();

        Assert.Equal(["", "one"], _frames);
    }

    [Fact]
    public async Task A_client_that_goes_without_a_word_ends_reading()
    {
        await _connection.SendAsync("one");
        _connection.Break();

        Assert.Equal(SocketReader.End.Closed, await RunAsync());
        Assert.Equal(["one"], _frames);
    }

    [Fact]
    public async Task The_next_frame_is_read_when_the_one_before_was_taken()
    {
        await _connection.SendAsync("one");
        await _connection.SendAsync("two");
        await _connection.CloseAsync();
        using var taken = new SemaphoreSlim(0);
        using var seen = new SemaphoreSlim(0);

        var reading = new SocketReader(_connection.Server, MaxFrameBytes).RunAsync(
            async frame =>
            {
                _frames.Add(Encoding.UTF8.GetString(frame.Span));
                seen.Release();
                await taken.WaitAsync();
            });
        await seen.WaitAsync();

        Assert.Equal(["one"], _frames);
        taken.Release(2);
        await reading;
        Assert.Equal(["one", "two"], _frames);
    }

    public void Dispose() => _connection.Dispose();

    private Task<SocketReader.End> RunAsync() =>
        new SocketReader(_connection.Server, MaxFrameBytes).RunAsync(
            frame =>
            {
                _frames.Add(Encoding.UTF8.GetString(frame.Span));
                return ValueTask.CompletedTask;
            });
}
