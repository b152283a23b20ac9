using System.Net.WebSockets;
using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class SocketWriterTests : IDisposable
{
    private const int MaxUnsentBytes = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeSocket _socket = new();
    private readonly SocketWriter _writer;

    public SocketWriterTests() => _writer = new SocketWriter(_socket, stream: null, MaxUnsentBytes);

    [Fact]
    public async Task Frames_are_sent_in_the_order_written()
    {
        for (var i = 0; i < 100; i++)
        {
            Write($"{i}");
        }

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal($"{i}", await _socket.NextTextAsync());
        }
    }

    [Fact]
    public void There_is_room_below_the_limit_and_none_at_it()
    {
        _socket.StopReading();

        Write(new string('x', MaxUnsentBytes - 1));
        Assert.True(_writer.HasRoom);
        Write("x");

        Assert.False(_writer.HasRoom);
        Assert.Equal(MaxUnsentBytes, _writer.UnsentBytes);
    }

    [Fact]
    public void A_writer_is_calm_up_to_half_of_the_limit()
    {
        _socket.StopReading();

        Write(new string('x', MaxUnsentBytes / 2));
        Assert.True(_writer.IsCalm);
        Write("x");

        Assert.False(_writer.IsCalm);
    }

    [Fact]
    public void A_calm_writer_says_so_at_once()
    {
        var calls = 0;

        _writer.WhenCalm(() => calls++);

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_writer_that_becomes_calm_says_so_once()
    {
        var calm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        _socket.StopReading();
        Write(new string('x', MaxUnsentBytes));
        _writer.WhenCalm(() =>
        {
            calls++;
            calm.SetResult();
        });
        Assert.Equal(0, calls);

        _socket.ReadOn();
        await calm.Task;
        Write("again");
        await _socket.NextTextAsync();
        await _socket.NextTextAsync();

        Assert.Equal(1, calls);
        // A text is with its reader a moment before it is counted as sent.
        Assert.True(SpinWait.SpinUntil(() => _writer.UnsentBytes == 0, Patience), $"{_writer.UnsentBytes} bytes are left");
    }

    [Fact]
    public async Task A_close_comes_after_all_that_waits()
    {
        _socket.StopReading();
        Write("1");
        Write("2");

        _writer.Close(4001, "bye");
        Write("too late");
        _socket.ReadOn();

        Assert.Equal((4001, "bye"), await _socket.ClosedAsync());
        Assert.Equal("1", await _socket.NextTextAsync());
        Assert.Equal("2", await _socket.NextTextAsync());
        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task The_first_close_counts()
    {
        _socket.StopReading();
        Write("1");

        _writer.Close(4001, "first");
        _writer.Close(4002, "second");
        _socket.ReadOn();

        Assert.Equal((4001, "first"), await _socket.ClosedAsync());
    }

    [Fact]
    public async Task A_writer_without_anything_to_send_closes_at_once()
    {
        _writer.Close(4001, "bye");

        Assert.Equal((4001, "bye"), await _socket.ClosedAsync());
    }

    [Fact]
    public async Task An_abort_drops_what_waits()
    {
        _socket.StopReading();
        Write("1");
        Write("2");

        _writer.Abort();
        await _socket.AbortedAsync();

        Assert.False(_socket.HasMore);
    }

    [Fact]
    public async Task What_waits_together_is_one_write_of_the_connection()
    {
        using var connection = new RecordingStream();
        await using var stream = new ConnectionStream(connection, socket: null);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var writer = new SocketWriter(socket, stream, MaxUnsentBytes);
        connection.Hold();
        writer.Write("0"u8.ToArray());
        writer.Write("1"u8.ToArray());
        writer.Write("2"u8.ToArray());

        connection.GoOn();

        Assert.Equal("\u0081\u00010", await connection.NextWriteAsync());
        Assert.Equal("\u0081\u00011\u0081\u00012", await connection.NextWriteAsync());
    }

    [Fact]
    public async Task A_peer_that_is_gone_ends_the_socket()
    {
        using var connection = new RecordingStream { IsBroken = true };
        await using var stream = new ConnectionStream(connection, socket: null);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var writer = new SocketWriter(socket, stream, MaxUnsentBytes);

        writer.Write("0"u8.ToArray());

        await connection.DisposedAsync();
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    public void Dispose() => _socket.Dispose();

    private void Write(string frame) => _writer.Write(Encoding.UTF8.GetBytes(frame));
}
