using System.Net.Sockets;
using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class SocketStreamTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SocketPair _sockets = new();
    private readonly SocketConnectionContextFactory _connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly AcceptedConnection _connection;
    private readonly SocketStream _stream;

    public SocketStreamTests()
    {
        _connection = new AcceptedConnection(_sockets.Server, "id", _connections);
        _connection.TryTake();
        _stream = new SocketStream(_connection);
    }

    [Fact]
    public async Task A_read_without_a_buffer_waits_and_takes_nothing()
    {
        var waiting = _stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(waiting.IsCompleted);
        _sockets.Say("Hi");
        Assert.Equal(0, await waiting.WaitAsync(Patience));

        var bytes = new byte[8];

        Assert.Equal(2, await _stream.ReadAsync(bytes));
        Assert.Equal("Hi", Encoding.ASCII.GetString(bytes, 0, 2));
    }

    [Fact]
    public async Task What_is_written_goes_out_to_its_last_byte()
    {
        var bytes = new byte[3_000_000]; // more than the two sockets hold
        Array.Fill(bytes, (byte)'x');

        var writing = _stream.WriteAsync(bytes).AsTask();
        var end = _sockets.EndAsync();
        await writing.WaitAsync(Patience);
        await _connection.DisposeAsync();

        Assert.Equal(new string('x', bytes.Length), await end);
    }

    [Fact]
    public async Task A_peer_that_says_no_more_is_the_end_and_may_still_listen()
    {
        var reading = _stream.ReadAsync(new byte[8]).AsTask();

        _sockets.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await reading.WaitAsync(Patience));
        await _stream.WriteAsync("bye"u8.ToArray());
        await _connection.DisposeAsync();
        Assert.Equal("bye", await _sockets.EndAsync());
    }

    [Fact]
    public async Task A_peer_that_resets_ends_a_read()
    {
        var reading = _stream.ReadAsync(new byte[8]).AsTask();

        _sockets.Reset();

        await Assert.ThrowsAsync<SocketException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task An_abort_ends_a_read_and_the_ones_after_it()
    {
        await using var stream = new ConnectionStream(_stream, _sockets.Server);
        var gone = _connection.ConnectionClosed;
        var reading = stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(reading.IsCompleted);

        stream.Abort();

        await Assert.ThrowsAsync<SocketException>(() => reading.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(new byte[1]));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.WriteAsync(new byte[1]));
        Assert.True(gone.IsCancellationRequested);
        Assert.Equal("", await _sockets.EndAsync());
    }

    [Fact]
    public async Task An_abort_ends_a_write()
    {
        await using var stream = new ConnectionStream(_stream, _sockets.Server);
        var writing = stream.WriteAsync(new byte[10_000_000]).AsTask();
        Assert.False(writing.IsCompleted);

        stream.Abort();

        await Assert.ThrowsAsync<SocketException>(() => writing.WaitAsync(Patience));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _sockets.Dispose();
        _connections.Dispose();
    }
}
