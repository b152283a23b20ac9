using AkkaChat.Server.Sockets;
using AkkaChat.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Sockets;

/// <summary>How an upgraded connection ends, and that its place is free then.</summary>
public sealed class UpgradeEndTests
{
    private readonly UpgradeStage _stage = new();

    [Fact]
    public async Task A_close_is_answered_and_ends_the_connection()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();

        await peer.SendAsync([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]);

        Assert.Equal("\u0088\u0002\u0003\u00e8", await peer.EndAsync());
    }

    [Fact]
    public async Task A_client_that_says_no_more_after_its_close_gets_the_answer()
    {
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
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
        await using var server = await _stage.StartAsync(["--AkkaChat:Limits:MaxConnections=1"]);
        using var peer = await UpgradeStage.DialAsync(server);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();
        await UpgradeStage.AssertServedAsync(peer);
        var connection = await _stage.AcceptedAsync();

        if (withReset)
        {
            peer.Reset();
        }
        else
        {
            peer.Dispose();
        }

        await UpgradeStage.UntilAsync(server.App.Services.GetRequiredService<SocketLimit>().TryEnter, "its place");
        await UpgradeStage.UntilAsync(() => connection.ConnectionClosed.IsCancellationRequested, "the end");
        Assert.False(connection.IsWhole);
    }

    [Theory]
    [InlineData("/ws")]
    [InlineData("/WS")] // through HTTP
    public async Task Who_says_nothing_and_does_not_answer_the_close_is_cut_off(string target)
    {
        await using var server = await _stage.StartAsync(["--AkkaChat:Limits:ConnectTimeout=00:00:01"]);
        using var peer = await UpgradeStage.DialAsync(server);
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
        await using var server = await _stage.StartAsync();
        using var peer = await UpgradeStage.DialAsync(server);
        using var silent = await UpgradeStage.DialAsync(server);
        using var half = await UpgradeStage.DialAsync(server);
        await half.SendAsync(RawPeer.Head()[..20]);
        await peer.SendAsync(RawPeer.Head());
        await peer.AnswerAsync();
        await UpgradeStage.AssertServedAsync(peer);

        var stopping = server.App.StopAsync();

        Assert.Contains("bye", await peer.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("4001", await peer.TextAsync());
        await peer.SendAsync([0x88, 0x82, 0, 0, 0, 0, 0x0f, 0xa1]);
        Assert.Equal("", await silent.EndAsync());
        await half.EndAsync();
        await stopping;
    }
}
