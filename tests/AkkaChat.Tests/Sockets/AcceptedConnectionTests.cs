using System.Net;
using System.Text;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class AcceptedConnectionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SocketPair _sockets = new();
    private readonly SocketConnectionContextFactory _connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly AcceptedConnection _connection;

    public AcceptedConnectionTests() => _connection = new AcceptedConnection(_sockets.Server, "id", _connections);

    [Fact]
    public async Task Who_only_notes_and_looks_makes_no_more_of_it()
    {
        _connection.Features.Set<IConnectionHeartbeatFeature>(new Heartbeat());
        _connection.Features.Set<IConnectionHeartbeatFeature>(new Heartbeat());
        _connection.Features.Set<IConnectionCompleteFeature>(null);

        Assert.IsType<Heartbeat>(_connection.Features.Get<IConnectionHeartbeatFeature>());
        Assert.Same(_sockets.Server, _connection.Features.Get<IConnectionSocketFeature>()?.Socket);
        Assert.Equal(_sockets.Peer.RemoteEndPoint, _connection.LocalEndPoint);
        Assert.Equal(_sockets.Peer.LocalEndPoint, _connection.RemoteEndPoint);
        Assert.Equal("id", _connection.ConnectionId);
        Assert.False(_connection.IsWhole);
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task Who_wants_its_transport_gets_the_web_servers_with_all_that_was_noted()
    {
        var heartbeat = new Heartbeat();
        _connection.Features.Set<IConnectionHeartbeatFeature>(heartbeat);
        _sockets.Say("Hi");

        var read = await _connection.Transport.Input.ReadAtLeastAsync(2);

        Assert.Equal("Hi", Encoding.ASCII.GetString(read.Buffer));
        Assert.True(_connection.IsWhole);
        Assert.Equal("id", _connection.Features.Get<IConnectionIdFeature>()?.ConnectionId);
        Assert.Equal("id", _connection.ConnectionId);
        Assert.Same(heartbeat, _connection.Features.Get<IConnectionHeartbeatFeature>());
        Assert.NotNull(_connection.Features.Get<IMemoryPoolFeature>());
        Assert.Equal(_sockets.Peer.LocalEndPoint, _connection.RemoteEndPoint);
        Assert.False(_connection.TryTake());
        _connection.Transport.Input.AdvanceTo(read.Buffer.End);
        await _connection.Transport.Output.WriteAsync("Ho"u8.ToArray());
        await EndAsync();
        Assert.Equal("Ho", await _sockets.EndAsync());
    }

    [Fact]
    public async Task Its_pool_and_its_end_can_be_had_before_its_transport()
    {
        Assert.NotNull(_connection.Features.Get<IMemoryPoolFeature>());
        var closed = ClosedAsync();

        await EndAsync();

        await closed;
    }

    [Fact]
    public async Task Once_its_socket_is_taken_no_more_is_made_of_it()
    {
        Assert.True(_connection.TryTake());

        Assert.False(_connection.TryTake());
        Assert.Null(_connection.Features.Get<IMemoryPoolFeature>());
        Assert.Throws<InvalidOperationException>(() => _connection.Transport);
        Assert.False(_connection.ConnectionClosed.IsCancellationRequested);
        Assert.Empty(_connection.Features);
        await _connection.DisposeAsync();
        Assert.False(_connection.IsWhole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_comes_once_and_after_what_was_sent(bool isAbort)
    {
        _connection.TryTake();
        var closed = ClosedAsync();
        _sockets.Server.Send("bye"u8);

        if (isAbort)
        {
            _connection.Abort();
        }

        await _connection.DisposeAsync();
        _connection.Abort();
        await _connection.DisposeAsync();

        await closed;
        Assert.True(_connection.ConnectionClosed.IsCancellationRequested);
        Assert.Equal("bye", await _sockets.EndAsync());
    }

    [Fact]
    public async Task Who_comes_after_an_abort_sees_that_it_was_one()
    {
        _connection.Abort();

        Assert.False(_connection.TryTake());
        await Assert.ThrowsAsync<ConnectionAbortedException>(async () => await _connection.Transport.Input.ReadAsync());
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task An_end_that_nobody_has_asked_for_is_not_known_later()
    {
        var local = _connection.LocalEndPoint;
        await _connection.DisposeAsync();

        Assert.IsType<IPEndPoint>(local);
        Assert.Same(local, _connection.LocalEndPoint);
        Assert.Null(_connection.RemoteEndPoint);
        Assert.False(_connection.TryTake());
    }

    [Fact]
    public async Task A_peer_that_has_reset_it_is_no_obstacle_to_its_end()
    {
        _connection.TryTake();
        _sockets.Reset();
        await Assert.ThrowsAnyAsync<Exception>(async () => await new SocketStream(_connection).ReadExactlyAsync(new byte[1]));

        await _connection.DisposeAsync();

        Assert.True(_connection.ConnectionClosed.IsCancellationRequested);
    }

    public void Dispose()
    {
        _sockets.Dispose();
        _connections.Dispose();
    }

    private Task ClosedAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connection.ConnectionClosed.Register(closed.SetResult);
        return closed.Task.WaitAsync(Patience);
    }

    // As the web server does it.
    private async Task EndAsync()
    {
        await _connection.Transport.Output.CompleteAsync();
        await _connection.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    private sealed class Heartbeat : IConnectionHeartbeatFeature
    {
        public void OnHeartbeat(Action<object> action, object state)
        {
        }
    }
}
