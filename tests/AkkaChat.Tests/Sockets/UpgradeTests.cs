using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Http;
using AkkaChat.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Sockets;

/// <summary>Upgrades of <c>/ws</c>, below HTTP and through it: a client can't tell which.</summary>
public sealed partial class UpgradeTests
{
    private const string Ping = """{"type":"ping","id":1}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpSeen _http = new();
    private readonly Channel<AcceptedConnection> _accepted = Channel.CreateUnbounded<AcceptedConnection>();

    [Fact]
    public async Task A_usual_upgrade_does_not_reach_HTTP()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);

        await peer.SendAsync(RawPeer.Head());

        Assert.Equal(101, await peer.StatusAsync());
        await AssertServedAsync(peer);
        Assert.Empty(_http.Paths);
        Assert.False((await AcceptedAsync()).IsWhole);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sec-WebSocket-Protocol: x, akkachat.v1\r\n")]
    public async Task Both_ways_answer_with_the_same_bytes(string more)
    {
        await using var server = await StartAsync();
        using var below = await DialAsync(server);
        using var through = await DialAsync(server);

        await below.SendAsync(RawPeer.Head("/ws", more));
        await through.SendAsync(RawPeer.Head("/WS", more));

        Assert.Equal(WithoutDate(await through.AnswerAsync()), WithoutDate(await below.AnswerAsync()));
        Assert.Equal(["/WS"], _http.Paths);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    public async Task A_token_may_come_with_the_upgrade(string way)
    {
        await using var server = await StartAsync();
        var signedIn = await server.SignInAsync("Ann");
        var token = signedIn.GetProperty("token").GetString();
        _http.Paths.Clear();
        using var peer = await DialAsync(server);
        await peer.SendAsync(way == "header"
            ? RawPeer.Head(more: $"Authorization: Bearer {token}\r\n")
            : RawPeer.Head($"/ws?access_token={token}"));
        await peer.AnswerAsync();

        await peer.SendAsync(RawPeer.Frame("""{"type":"connect","id":1,"deviceId":"d-1","platform":"web"}"""));

        Assert.Contains(
            signedIn.GetProperty("user").GetProperty("id").GetString()!, await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(_http.Paths);
    }

    [Fact]
    public async Task Frames_right_behind_the_head_are_read()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);

        await peer.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Head()), .. RawPeer.Frame(Ping), .. RawPeer.Frame(Ping)]);

        Assert.Equal(101, await peer.StatusAsync());
        Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(_http.Paths);
    }

    [Fact]
    public async Task A_frame_of_many_segments_is_read()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();

        for (var i = 0; i < 10; i++)
        {
            await peer.SendAsync(RawPeer.Frame(Ping.PadRight(60_000)));
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_head_may_come_in_two_pieces()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        var connection = await AcceptedAsync();
        await peer.SendAsync(RawPeer.Head()[..30]);
        await UntilAsync(() => connection.IsWhole, "the first piece to be seen");

        await peer.SendAsync(RawPeer.Head()[30..]);

        Assert.Equal(101, await peer.StatusAsync());
        await AssertServedAsync(peer);
        Assert.Empty(_http.Paths);
    }

    [Fact]
    public async Task A_head_may_come_byte_by_byte()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);

        foreach (var letter in RawPeer.Head())
        {
            await peer.SendAsync($"{letter}");
        }

        Assert.Equal(101, await peer.StatusAsync());
        await AssertServedAsync(peer);
    }

    [Theory]
    [InlineData("/ws", "Cookie", 9_000, 101)]
    [InlineData("/ws", "Cookie", 40_000, 431)]
    [InlineData("/ws?x=", "", 9_000, 414)]
    public async Task A_large_head_is_judged_by_HTTP(string target, string header, int size, int status)
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        var filling = new string('x', size);

        await peer.SendAsync(header.Length > 0
            ? RawPeer.Head(target, $"{header}: {filling}\r\n")
            : RawPeer.Head(target + filling));

        Assert.Equal(status, await peer.StatusAsync());
    }

    [Fact]
    public async Task A_slow_head_is_cut_off()
    {
        await using var server = await StartAsync(adjust: builder => builder.Services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(300)));
        using var peer = await DialAsync(server);

        await peer.SendAsync(RawPeer.Head()[..^2]);

        Assert.StartsWith("HTTP/1.1 408", await peer.EndAsync(), StringComparison.Ordinal);
        Assert.Empty(_http.Paths);
    }

    [Fact]
    public async Task A_connection_may_carry_requests_before_its_upgrade()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        await peer.SendAsync("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        Assert.Equal(404, await peer.StatusAsync());
        await peer.SendAsync("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");

        await peer.SendAsync(RawPeer.Head());

        while (await peer.AnswerAsync() is var answer && !answer.Contains("HTTP/1.1 101", StringComparison.Ordinal))
        {
            Assert.Contains("404", answer, StringComparison.Ordinal);
        }

        await AssertServedAsync(peer);
        Assert.Equal(["/nothing", "/nothing", "/ws"], _http.Paths);
    }

    [Fact]
    public async Task Requests_may_come_in_one_piece_and_one_after_the_other()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        const string request = "HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

        await peer.SendAsync(request + request);
        Assert.Equal(404, await peer.StatusAsync());
        Assert.Equal(404, await peer.StatusAsync());
        await peer.SendAsync(request);

        Assert.Equal(404, await peer.StatusAsync());
        Assert.Equal(["/nothing", "/nothing", "/nothing"], _http.Paths);
        Assert.True((await AcceptedAsync()).IsWhole);
    }

    [Theory]
    [InlineData("/ws", "/wsx", 404)]
    [InlineData("GET", "POST", 426)]
    [InlineData("HTTP/1.1", "HTTP/1.0", 101)]
    [InlineData("Sec-WebSocket-Key", "X-Key", 426)]
    [InlineData("Version: 13", "Version: 8", 426)]
    [InlineData("Upgrade: websocket\r\n", "", 426)]
    [InlineData("Upgrade: websocket\r\n", "Upgrade: websocket\r\nSec-WebSocket-Protocol: chat.v7\r\n", 400)]
    [InlineData("Host: localhost\r\n", "", 400)]
    public async Task What_is_wrong_is_answered_by_HTTP(string instead, string of, int status)
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);

        await peer.SendAsync(RawPeer.Head().Replace(instead, of, StringComparison.Ordinal));

        Assert.Equal(status, await peer.StatusAsync());
    }

    [Theory]
    [InlineData("localhost", 400)]
    [InlineData("chat.example", 101)]
    public async Task Where_hosts_are_filtered_HTTP_sees_to_it(string host, int status)
    {
        await using var server = await StartAsync(["--AllowedHosts=chat.example"]);
        using var peer = await DialAsync(server);

        await peer.SendAsync(RawPeer.Head().Replace("localhost", host, StringComparison.Ordinal));

        Assert.Equal(status, await peer.StatusAsync());
    }

    [Theory]
    [InlineData("/ws", "/ws")]
    [InlineData("/WS", "/ws")]
    [InlineData("/ws", "/WS")]
    public async Task One_socket_too_many_is_refused_whichever_way_it_comes(string first, string second)
    {
        await using var server = await StartAsync(["--AkkaChat:Limits:MaxConnections=1"]);
        using var only = await DialAsync(server);
        await only.SendAsync(RawPeer.Head(first));
        Assert.Equal(101, await only.StatusAsync());
        using var refused = await DialAsync(server);
        await refused.SendAsync(RawPeer.Head(second));
        Assert.Equal(503, await refused.StatusAsync());

        await only.SendAsync([0x88, 0x80, 0, 0, 0, 0]);
        await only.EndAsync();

        using var next = await DialAsync(server);
        await next.SendAsync(RawPeer.Head(second));
        Assert.Equal(101, await next.StatusAsync());
    }

    [Fact]
    public async Task A_close_is_answered_and_ends_the_connection()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();

        await peer.SendAsync([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]);

        Assert.Equal("\u0088\u0002\u0003\u00e8", await peer.EndAsync());
    }

    [Fact]
    public async Task A_client_that_says_no_more_after_its_close_gets_the_answer()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();

        await peer.SendAsync([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]);
        peer.SayNoMore();

        Assert.Equal("\u0088\u0002\u0003\u00e8", await peer.EndAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_gone_gives_its_place_back(bool withReset)
    {
        await using var server = await StartAsync(["--AkkaChat:Limits:MaxConnections=1"]);
        using var peer = await DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();
        await AssertServedAsync(peer);
        var connection = await AcceptedAsync();

        if (withReset)
        {
            peer.Reset();
        }
        else
        {
            peer.Dispose();
        }

        await UntilAsync(server.App.Services.GetRequiredService<SocketLimit>().TryEnter, "its place");
        await UntilAsync(() => connection.ConnectionClosed.IsCancellationRequested, "the end");
        Assert.False(connection.IsWhole);
    }

    [Theory]
    [InlineData("/ws")]
    [InlineData("/WS")] // through HTTP
    public async Task Who_says_nothing_and_does_not_answer_the_close_is_cut_off(string target)
    {
        await using var server = await StartAsync(["--AkkaChat:Limits:ConnectTimeout=00:00:01"]);
        using var peer = await DialAsync(server);
        await peer.SendAsync(RawPeer.Head(target));
        await peer.AnswerAsync();
        Assert.Contains("bye", await peer.TextAsync(), StringComparison.Ordinal);
        await peer.TextAsync();

        try
        {
            Assert.Equal("", await peer.EndAsync());
        }
        catch (IOException)
        {
            // A reset is an end, too.
        }
    }

    [Fact]
    public async Task A_node_that_leaves_says_so_to_sockets_and_ends_connections_that_have_said_little()
    {
        await using var server = await StartAsync();
        using var peer = await DialAsync(server);
        using var silent = await DialAsync(server);
        using var half = await DialAsync(server);
        await half.SendAsync(RawPeer.Head()[..20]);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();
        await AssertServedAsync(peer);

        var stopping = server.App.StopAsync();

        Assert.Contains("bye", await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("4001", await peer.TextAsync());
        await peer.SendAsync([0x88, 0x82, 0, 0, 0, 0, 0x0f, 0xa1]);
        Assert.Equal("", await silent.EndAsync());
        await half.EndAsync();
        await stopping;
    }

    [Fact]
    public async Task Under_TLS_upgrades_are_found_too()
    {
        using var folder = new TempDirectory();
        var certificate = System.IO.Path.Combine(folder.Path, "server.pfx");
        await File.WriteAllBytesAsync(certificate, SelfSigned());
        await using var server = await StartAsync(
            ["--urls=https://127.0.0.1:0", $"--Kestrel:Certificates:Default:Path={certificate}"]);
        using var raw = await DialAsync(server);
        await raw.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Head()), .. RawPeer.Frame(Ping)]);
        Assert.Equal(101, await raw.StatusAsync());
        Assert.Contains("pong", await raw.TextAsync(), StringComparison.Ordinal);

        using var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        client.Options.AddSubProtocol("akkachat.v1");
        await client.ConnectAsync(
            new UriBuilder(server.Client.BaseAddress!) { Scheme = "wss", Path = "/ws" }.Uri, CancellationToken.None);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        Assert.Empty(_http.Paths);
    }

    private static byte[] SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.Export(X509ContentType.Pfx);
    }

    private static async Task AssertServedAsync(RawPeer peer)
    {
        await peer.SendAsync(RawPeer.Frame(Ping));
        Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
    }

    private static Task<RawPeer> DialAsync(EdgeServer server) => RawPeer.DialAsync(server.Client.BaseAddress!);

    private static string WithoutDate(string answer) => DateLine().Replace(answer, "Date\r\n");

    [GeneratedRegex("Date: .{29}\r\n")]
    private static partial Regex DateLine();

    private static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"waited for {what}");
            await Task.Yield();
        }
    }

    // The next connection that the server accepts.
    private async Task<AcceptedConnection> AcceptedAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await _accepted.Reader.ReadAsync(timeout.Token);
    }

    private Task<EdgeServer> StartAsync(string[]? args = null, Action<WebApplicationBuilder>? adjust = null) =>
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
