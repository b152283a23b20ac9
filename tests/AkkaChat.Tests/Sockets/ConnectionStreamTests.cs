using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class ConnectionStreamTests : IDisposable
{
    private readonly RecordingStream _pipe = new();
    private readonly Socket _server;
    private readonly Socket _peer;

    public ConnectionStreamTests()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _peer.Connect(listener.LocalEndpoint);
        _server = listener.AcceptSocket();
    }

    [Fact]
    public async Task Without_a_socket_everything_goes_through_the_pipe_and_is_flushed()
    {
        await using var stream = new ConnectionStream(_pipe, socket: null);
        await Spoken(stream);

        await stream.SendAsync(Frames("a", "b"), batch: false);
        await WriteAsync(stream, "c");

        Assert.Equal("\u0081\u0001a\u0081\u0001b", await _pipe.NextWriteAsync());
        Assert.Equal("c", await _pipe.NextWriteAsync());
        Assert.Equal(2, _pipe.Flushes);
    }

    [Fact]
    public async Task Before_the_peer_has_spoken_the_pipe_is_used_and_then_for_good()
    {
        await using var stream = new ConnectionStream(_pipe, _server);
        await stream.SendAsync(Frames("a"), batch: false);
        await Spoken(stream);

        await stream.SendAsync(Frames("b"), batch: false);

        Assert.Equal("\u0081\u0001a", await _pipe.NextWriteAsync());
        Assert.Equal("\u0081\u0001b", await _pipe.NextWriteAsync());
        Assert.Equal(0, _peer.Available);
    }

    [Fact]
    public async Task Over_a_connection_without_a_byte_written_the_socket_is_used_at_once()
    {
        await using var stream = new ConnectionStream(new TransportStream(new DefaultConnectionContext()), _server);

        await WriteAsync(stream, "answer");
        await stream.SendAsync(Frames("a"), batch: false);

        Assert.Equal("answer\u0081\u0001a", await ReadAsync(9));
    }

    [Fact]
    public async Task After_the_peer_has_spoken_bytes_go_to_the_socket_in_order()
    {
        await using var stream = new ConnectionStream(_pipe, _server);
        await Spoken(stream);

        await stream.SendAsync(Frames("a", "b"), batch: false);
        await WriteAsync(stream, "pong");
        await stream.SendAsync(Frames("c", "d"), batch: true);

        Assert.Equal("\u0081\u0001a\u0081\u0001bpong\u0081\u0003c\nd", await ReadAsync(15));
        Assert.False(_pipe.HasMore);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_gets_the_rest_when_it_does()
    {
        await using var stream = new ConnectionStream(_pipe, _server);
        await Spoken(stream);
        _server.SendBufferSize = 4096;
        var text = new string('x', 60_000);
        var sent = new List<Task>();
        do
        {
            sent.Add(stream.SendAsync(Frames(text), batch: false).AsTask());
        }
        while (sent[^1].IsCompleted);
        var pong = WriteAsync(stream, "pong");
        Assert.False(pong.IsCompleted);

        var all = await ReadAsync((sent.Count * (4 + text.Length)) + 4);

        await Task.WhenAll([.. sent, pong]);
        Assert.EndsWith("xpong", all, StringComparison.Ordinal);
        Assert.Equal(sent.Count * text.Length, all.Count(character => character == 'x'));
    }

    [Fact]
    public async Task A_peer_that_is_gone_is_an_error()
    {
        await using var stream = new ConnectionStream(_pipe, _server);
        await Spoken(stream);
        _peer.LingerState = new LingerOption(enable: true, seconds: 0);
        _peer.Dispose();

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true) // the reset may need a moment
            {
                await stream.SendAsync(Frames("a"), batch: false);
            }
        });
    }

    public void Dispose()
    {
        _server.Dispose();
        _peer.Dispose();
        _pipe.Dispose();
    }

    private static ReadOnlyMemory<byte>[] Frames(params string[] texts) =>
        [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(text))];

    private static Task WriteAsync(ConnectionStream stream, string text) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    // The peer says one byte, which the stream reads.
    private async Task Spoken(ConnectionStream stream)
    {
        _pipe.Say((byte)'!');
        Assert.Equal(1, await stream.ReadAsync(new byte[8]));
    }

    private async Task<string> ReadAsync(int length)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            read += await _peer.ReceiveAsync(bytes.AsMemory(read), patience.Token);
        }

        return Encoding.Latin1.GetString(bytes);
    }
}
