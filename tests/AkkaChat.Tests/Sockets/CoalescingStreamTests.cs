using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class CoalescingStreamTests : IDisposable
{
    private readonly RecordingStream _connection = new();
    private readonly CoalescingStream _stream;

    public CoalescingStreamTests() => _stream = new CoalescingStream(_connection);

    [Fact]
    public async Task A_write_goes_through_at_once()
    {
        await WriteAsync("a");

        Assert.Equal("a", await _connection.NextWriteAsync());
        Assert.Equal(1, _connection.Flushes);
    }

    [Fact]
    public async Task Writes_while_held_become_one()
    {
        _stream.Hold();
        await WriteAsync("a");
        await WriteAsync("b");
        Assert.False(_connection.HasMore);

        await _stream.ReleaseAsync(CancellationToken.None);

        Assert.Equal("ab", await _connection.NextWriteAsync());
        Assert.Equal(1, _connection.Flushes);
    }

    [Fact]
    public async Task Releasing_without_writes_writes_nothing()
    {
        _stream.Hold();

        await _stream.ReleaseAsync(CancellationToken.None);

        Assert.False(_connection.HasMore);
    }

    [Fact]
    public async Task After_a_release_writes_go_through_again()
    {
        _stream.Hold();
        await _stream.ReleaseAsync(CancellationToken.None);

        await WriteAsync("a");

        Assert.Equal("a", await _connection.NextWriteAsync());
    }

    [Fact]
    public async Task Less_than_a_chunk_is_held()
    {
        _stream.Hold();

        await WriteAsync(new string('x', CoalescingStream.ChunkBytes - 1));

        Assert.False(_connection.HasMore);
    }

    [Fact]
    public async Task A_whole_chunk_is_passed_on_though_held()
    {
        _stream.Hold();
        await WriteAsync(new string('x', CoalescingStream.ChunkBytes - 1));

        await WriteAsync("y");
        await WriteAsync("z");

        Assert.Equal(CoalescingStream.ChunkBytes, (await _connection.NextWriteAsync()).Length);
        Assert.False(_connection.HasMore);
    }

    [Fact]
    public async Task What_is_written_meanwhile_stays_in_order()
    {
        _connection.Hold();
        var first = WriteAsync("a");
        var second = WriteAsync("b");
        var third = WriteAsync("c");

        _connection.GoOn();
        await Task.WhenAll(first, second, third);

        Assert.Equal("a", await _connection.NextWriteAsync());
        Assert.Equal("bc", await _connection.NextWriteAsync());
    }

    public void Dispose()
    {
        _stream.Dispose();
        _connection.Dispose();
    }

    private Task WriteAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();
}
