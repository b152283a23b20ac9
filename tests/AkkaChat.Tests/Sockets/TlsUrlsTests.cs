using System.Net;
using AkkaChat.Server.Sockets;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class TlsUrlsTests
{
    [Theory]
    [InlineData("https://localhost:1", 1, true)]
    [InlineData("http://localhost:1;https://*:2", 1, false)]
    [InlineData("http://localhost:1;https://*:2", 2, true)]
    [InlineData("http://localhost:0;https://localhost:0", 0, false)]
    [InlineData("https://localhost:1", 2, false)]
    [InlineData("", 1, false)]
    public void A_port_is_that_of_https_addresses_or_not(string urls, int port, bool isTls) =>
        Assert.Equal(isTls, TlsUrls.Has(Configuration(("Urls", urls)), new IPEndPoint(IPAddress.Any, port)));

    [Fact]
    public void Endpoints_with_settings_of_their_own_are_left_alone() => Assert.False(TlsUrls.Has(
        Configuration(("Urls", "https://localhost:1"), ("Kestrel:Endpoints:A:Url", "http://localhost:1")),
        new IPEndPoint(IPAddress.Loopback, 1)));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)))
        .Build();
}
