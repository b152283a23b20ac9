using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Http;
using AkkaChat.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Sockets;

/// <summary>A server that notes which connections it accepts, and which requests get as far as HTTP.</summary>
internal sealed class UpgradeStage
{
    /// <summary>What a session answers at once.</summary>
    public const string Ping = """{"type":"ping","id":1}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpSeen _http = new();
    private readonly Channel<AcceptedConnection> _accepted = Channel.CreateUnbounded<AcceptedConnection>();

    /// <summary>The paths that HTTP got to see.</summary>
    public ConcurrentQueue<string> Paths => _http.Paths;

    public static async Task AssertServedAsync(RawPeer peer)
    {
        await peer.SendAsync(RawPeer.Frame(Ping));
        Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
    }

    public static Task<RawPeer> DialAsync(EdgeServer server) => RawPeer.DialAsync(server.Client.BaseAddress!);

    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"waited for {what}");
            await Task.Yield();
        }
    }

    /// <summary>The next connection that the server accepts.</summary>
    public async Task<AcceptedConnection> AcceptedAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await _accepted.Reader.ReadAsync(timeout.Token);
    }

    public Task<EdgeServer> StartAsync(string[]? args = null, Action<WebApplicationBuilder>? adjust = null) =>
        EdgeServer.StartAsync(args, builder =>
        {
            builder.Services.AddSingleton<IStartupFilter>(_http);
            builder.Services.AddSingleton<IConnectionListenerFactory>(services => new ConnectionsSeen(
                ActivatorUtilities.CreateInstance<SocketTransport>(services), _accepted.Writer));
            adjust?.Invoke(builder);
        });

    /// <summary>The connections that were accepted.</summary>
    private sealed class ConnectionsSeen(SocketTransport transport, ChannelWriter<AcceptedConnection> accepted)
        : IConnectionListenerFactory
    {
        public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new Listener(await transport.BindAsync(endpoint, cancellationToken), accepted);

        private sealed class Listener(IConnectionListener inner, ChannelWriter<AcceptedConnection> accepted) : IConnectionListener
        {
            public EndPoint EndPoint => inner.EndPoint;

            public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
            {
                var connection = await inner.AcceptAsync(cancellationToken);
                if (connection is AcceptedConnection seen)
                {
                    accepted.TryWrite(seen);
                }

                return connection;
            }

            public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }

    /// <summary>The requests that HTTP got to see.</summary>
    private sealed class HttpSeen : IStartupFilter
    {
        public ConcurrentQueue<string> Paths { get; } = new();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                Paths.Enqueue(context.Request.Path.Value!);
                return following(context);
            });
            next(app);
        };
    }
}
