using System.Diagnostics.Metrics;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Start;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class SocketLimitTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public void There_is_room_up_to_the_limit_and_again_when_one_leaves()
    {
        var limit = new SocketLimit(
            Options.Create(new ServerOptions { Limits = new LimitOptions { MaxConnections = 2 } }),
            _services.GetRequiredService<IMeterFactory>());
        Assert.True(limit.TryEnter());
        Assert.True(limit.TryEnter());

        Assert.False(limit.TryEnter());
        limit.Leave();

        Assert.True(limit.TryEnter());
        Assert.False(limit.TryEnter());
    }

    public void Dispose() => _services.Dispose();
}
