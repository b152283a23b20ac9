using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Http;
using AkkaChat.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Sockets;

/// <summary>Upgrades of <c>/ws</c>, below HTTP and through it: a client can't tell which.</summary>
public sealed partial class UpgradeTests
{
    private readonly UpgradeStage _stage = new();

    [Fact]
    public async Task A_usual_upgrade_does_not_reach_HTTP()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);

        await peer.SendAsync(RawPeer.Head());

        Assert.Equal(101, await peer.StatusAsync());
        await UpgradeStage.AssertServedAsync(peer);
        Assert.Empty(_stage.Paths);
        Assert.False((await _stage.AcceptedAsync()).IsWhole);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sec-WebSocket-Protocol: x, akkachat.v1\r\n")]
    public async Task Both_ways_answer_with_the_same_bytes(string more)
    {
        await using var server = await _stage.StartAsync();
        using var below = await UpgradeStage.DialAsync(server);
        using var through = await UpgradeStage.DialAsync(server);

        await below.SendAsync(RawPeer.Head("/ws", more));
        await through.SendAsync(RawPeer.Head("/WS", more));

        Assert.Equal(WithoutDate(await through.AnswerAsync()), WithoutDate(await below.AnswerAsync()));
        Assert.Equal(["/WS"], _stage.Paths);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    public async Task A_token_may_come_with_the_upgrade(string way)
    {
        await using var server = await _stage.StartAsync();
        var signedIn = await server.SignInAsync("Ann");
        var token = signedIn.GetProperty("token").GetString();
        _stage.Paths.Clear();
        using var peer = await UpgradeStage.DialAsync(server);
        await peer.SendAsync(way == "header"
            ? RawPeer.Head(more: $"Authorization: Bearer {token}\r\n")
            : RawPeer.Head($"/ws?access_token={token}"));
        await peer.AnswerAsync();

        await peer.SendAsync(RawPeer.Frame("""{"type":"connect","id":1,"deviceId":"d-1","platform":"web"}"""));

        Assert.Contains(
            signedIn.GetProperty("user").GetProperty("id").GetString()!, await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(_stage.Paths);
    }

    [Fact]
    public async Task Frames_right_behind_the_head_are_read()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);

        await peer.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Head()), .. RawPeer.Frame(UpgradeStage.Ping), .. RawPeer.Frame(UpgradeStage.Ping)]);

        Assert.Equal(101, await peer.StatusAsync());
        Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(_stage.Paths);
    }

    [Fact]
    public async Task A_frame_of_many_segments_is_read()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();

        for (var i = 0; i < 10; i++)
        {
            await peer.SendAsync(RawPeer.Frame(UpgradeStage.Ping.PadRight(60_000)));
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Contains("pong", await peer.TextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_head_may_come_in_two_pieces()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        var connection = await _stage.AcceptedAsync();
        await peer.SendAsync(RawPeer.Head()[..30]);
        await UpgradeStage.UntilAsync(() => connection.IsWhole, "the first piece to be seen");

        await peer.SendAsync(RawPeer.Head()[30..]);

        Assert.Equal(101, await peer.StatusAsync());
        await UpgradeStage.AssertServedAsync(peer);
        Assert.Empty(_stage.Paths);
    }

    [Fact]
    public async Task A_head_may_come_byte_by_byte()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);

        foreach (var letter in RawPeer.Head())
        {
            await peer.SendAsync($"{letter}");
        }

        Assert.Equal(101, await peer.StatusAsync());
        await UpgradeStage.AssertServedAsync(peer);
    }

    [Theory]
    [InlineData("/ws", "Cookie", 9_000, 101)]
    [InlineData("/ws", "Cookie", 40_000, 431)]
    [InlineData("/ws?x=", "", 9_000, 414)]
    public async Task A_large_head_is_judged_by_HTTP(string target, string header, int size, int status)
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        var filling = new string('x', size);

        await peer.SendAsync(header.Length > 0
            ? RawPeer.Head(target, $"{header}: {filling}\r\n")
            : RawPeer.Head(target + filling));

        Assert.Equal(status, await peer.StatusAsync());
    }

    [Theory]
    [InlineData(PlainSocket.MaxTextBytes, "4400")] // it is taken; what closes is the binary frame behind it
    [InlineData(PlainSocket.MaxTextBytes + 1, "4413")]
    public async Task A_text_of_the_plain_lobby_has_at_most_32_KiB(int length, string code)
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        await peer.SendAsync(RawPeer.Head("/"));
        Assert.Equal(101, await peer.StatusAsync());

        await peer.SendAsync([.. RawPeer.Frame(new string('x', length)), 0x82, 0x80, 0, 0, 0, 0]);

        Assert.Equal(code, await peer.TextAsync());
    }

    [Fact]
    public async Task A_slow_head_is_cut_off()
    {
        await using var server = await _stage.StartAsync(adjust: builder => builder.Services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(300)));
        using var peer = await UpgradeStage.DialAsync(server);

        await peer.SendAsync(RawPeer.Head()[..^2]);

        Assert.StartsWith("HTTP/1.1 408", await peer.EndAsync(), StringComparison.Ordinal);
        Assert.Empty(_stage.Paths);
    }

    [Fact]
    public async Task A_connection_may_carry_requests_before_its_upgrade()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        await peer.SendAsync("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        Assert.Equal(404, await peer.StatusAsync());
        await peer.SendAsync("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");

        await peer.SendAsync(RawPeer.Head());

        while (await peer.AnswerAsync() is var answer && !answer.Contains("HTTP/1.1 101", StringComparison.Ordinal))
        {
            Assert.Contains("404", answer, StringComparison.Ordinal);
        }

        await UpgradeStage.AssertServedAsync(peer);
        Assert.Equal(["/nothing", "/nothing", "/ws"], _stage.Paths);
    }

    [Fact]
    public async Task Requests_may_come_in_one_piece_and_one_after_the_other()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        const string request = "HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

        await peer.SendAsync(request + request);
        Assert.Equal(404, await peer.StatusAsync());
        Assert.Equal(404, await peer.StatusAsync());
        await peer.SendAsync(request);

        Assert.Equal(404, await peer.StatusAsync());
        Assert.Equal(["/nothing", "/nothing", "/nothing"], _stage.Paths);
        Assert.True((await _stage.AcceptedAsync()).IsWhole);
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
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);

        await peer.SendAsync(RawPeer.Head().Replace(instead, of, StringComparison.Ordinal));

        Assert.Equal(status, await peer.StatusAsync());
    }

    [Theory]
    [InlineData("localhost", 400)]
    [InlineData("chat.example", 101)]
    public async Task Where_hosts_are_filtered_HTTP_sees_to_it(string host, int status)
    {
        await using var server = await _stage.StartAsync(["--AllowedHosts=chat.example"]);
        using var peer = await UpgradeStage.DialAsync(server);

        await peer.SendAsync(RawPeer.Head().Replace("localhost", host, StringComparison.Ordinal));

        Assert.Equal(status, await peer.StatusAsync());
    }

    [Theory]
    [InlineData("/ws", "/ws")]
    [InlineData("/WS", "/ws")]
    [InlineData("/ws", "/WS")]
    public async Task One_socket_too_many_is_refused_whichever_way_it_comes(string first, string second)
    {
        await using var server = await _stage.StartAsync(["--AkkaChat:Limits:MaxConnections=1"]);
        using var only = await UpgradeStage.DialAsync(server);
        await only.SendAsync(RawPeer.Head(first));
        Assert.Equal(101, await only.StatusAsync());
        using var refused = await UpgradeStage.DialAsync(server);
        await refused.SendAsync(RawPeer.Head(second));
        Assert.Equal(503, await refused.StatusAsync());

        await only.SendAsync([0x88, 0x80, 0, 0, 0, 0]);
        await only.EndAsync();

        using var next = await UpgradeStage.DialAsync(server);
        await next.SendAsync(RawPeer.Head(second));
        Assert.Equal(101, await next.StatusAsync());
    }

    [Fact]
    public async Task Under_TLS_upgrades_are_found_too()
    {
        using var folder = new TempDirectory();
        var certificate = System.IO.Path.Combine(folder.Path, "server.pfx");
        await File.WriteAllBytesAsync(certificate, SelfSigned());
        await using var server = await _stage.StartAsync(
            ["--urls=https://127.0.0.1:0", $"--Kestrel:Certificates:Default:Path={certificate}"]);
        using var raw = await UpgradeStage.DialAsync(server);
        await raw.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Head()), .. RawPeer.Frame(UpgradeStage.Ping)]);
        Assert.Equal(101, await raw.StatusAsync());
        Assert.Contains("pong", await raw.TextAsync(), StringComparison.Ordinal);

        using var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        client.Options.AddSubProtocol("akkachat.v1");
        await client.ConnectAsync(
            new UriBuilder(server.Client.BaseAddress!) { Scheme = "wss", Path = "/ws" }.Uri, CancellationToken.None);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        Assert.Empty(_stage.Paths);
    }

    private static byte[] SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.Export(X509ContentType.Pfx);
    }

    private static string WithoutDate(string answer) => DateLine().Replace(answer, "Date\r\n");

    [GeneratedRegex("Date: .{29}\r\n")]
    private static partial Regex DateLine();
}
